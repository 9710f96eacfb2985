/** How patient an AWS client is. Its longest call takes `attempts` times `answerMs`, and some 100 ms of backoff each. */
export interface AwsClientLimits {
  /** The first request and the SDK's own retries. */
  attempts: number;
  /** Milliseconds to connect. */
  connectMs: number;
  /** Milliseconds until an answer begins, and of silence within it. */
  answerMs: number;
}

// The limits of every client that a function or a command has; the simulation reads them, too. Chosen.

/** An answer leaves before the function's 15 s are over. */
export const apiEndpoint: AwsClientLimits = { attempts: 3, connectMs: 1000, answerMs: 4000 };
export const articleLoader: AwsClientLimits = { attempts: 3, connectMs: 3000, answerMs: 10_000 };
/** A second of long polling, and a few for the network. */
export const balancerQueue: AwsClientLimits = { attempts: 3, connectMs: 1000, answerMs: 5000 };
/** One attempt: an invocation without an answer may run already, and a second one would want a place of its own. */
export const balancerInvoke: AwsClientLimits = { attempts: 1, connectMs: 1000, answerMs: 4000 };
/** Ten seconds for the 5 MiB of a part. A socket that died while the function was frozen must not cost more. */
export const downloadWorker: AwsClientLimits = { attempts: 3, connectMs: 2000, answerMs: 10_000 };
export const command: AwsClientLimits = { attempts: 3, connectMs: 5000, answerMs: 10_000 };
