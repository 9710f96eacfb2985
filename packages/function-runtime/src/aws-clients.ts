import type { AwsClientLimits } from "./aws-client-limits.ts";

/**
 * The settings of an SDK client with these limits, for `new S3Client(…)` and its like: the SDK has no limit of its own.
 * Region and credentials come from where the SDK finds them.
 */
export function awsClientSettings({ attempts, connectMs, answerMs }: AwsClientLimits) {
  return {
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      // Without it the SDK logs a warning and waits on.
      throwOnRequestTimeout: true,
      socketTimeout: answerMs,
    },
  };
}
