# The demo organisation.

toast-demo-removed = The demo organisation is gone. This installation is yours now.
