/** The environment of a worker as the template sets it. */
export const workerEnvironment = {
  POST_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/posts",
  POST_DEAD_LETTER_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/dead-posts",
  FINISHED_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:finished",
  MEDIA_BUCKET: "media",
  MEDIA_HOSTS: "reddit,imgur",
  USER_AGENT: "aws:reddit-crawler:1.0.0 (by /u/example)",
  MAX_PICTURE_BYTES: "200000000",
  MAX_RECEIVE_COUNT: "6",
  END_CHECK_SECONDS: "20",
  IMGUR_CLIENT_ID: "",
  IMGUR_PAGE_ID: "on",
  LOG_LEVEL: "info",
};
