DROP TABLE mentions, comment_versions, comments;
