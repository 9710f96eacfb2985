/** How patient an AWS client is. Its longest call takes `attempts` times `answerMs`, and some 100 ms of backoff each. */
export interface AwsClientLimits {
  /** The first request and the SDK's own retries. */
  attempts: number;
  /** Milliseconds to connect. */
  connectMs: number;
  /** Milliseconds until an answer begins, and of silence within it. */
  answerMs: number;
}

/** The limits of every client that a function or a command has; the simulation reads them, too. Chosen. */
export const awsClientLimits = {
  /** An answer leaves before the function's 15 s are over. */
  apiEndpoint: { attempts: 3, connectMs: 1000, answerMs: 4000 },
  articleLoader: { attempts: 3, connectMs: 3000, answerMs: 10_000 },
  /** A second of long polling, and a few for the network. */
  balancerQueue: { attempts: 3, connectMs: 1000, answerMs: 5000 },
  /** A third attempt would reach into the time that the worker has before its message is visible again. */
  balancerInvoke: { attempts: 2, connectMs: 1000, answerMs: 4000 },
  /** Ten seconds for the 5 MiB of a part. A socket that died while the function was frozen must not cost more. */
  downloadWorker: { attempts: 3, connectMs: 2000, answerMs: 10_000 },
  command: { attempts: 3, connectMs: 5000, answerMs: 10_000 },
} as const satisfies Record<string, AwsClientLimits>;

/**
 * The settings of an SDK client with these limits, for `new S3Client(…)` and its like: the SDK has no limit of its own.
 * Region and credentials come from where the SDK finds them.
 */
export function awsClientSettings(client: keyof typeof awsClientLimits) {
  const { attempts, connectMs, answerMs }: AwsClientLimits = awsClientLimits[client];
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
