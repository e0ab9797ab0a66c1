# Die Demo-Organisation.

toast-demo-removed = Die Demo-Organisation ist entfernt. Diese Installation gehört jetzt Ihnen.
