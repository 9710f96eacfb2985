import type { Log } from "@reddit-crawler/function-runtime/log";
import type { DownloadJob, PostEnvelope } from "@reddit-crawler/message-schema";

/** The message that a job is about, on its queue. */
export interface PostQueue {
  /** Ends the message. */
  delete(receiptHandle: string): Promise<void>;
  /** Makes the message visible in `seconds` from now. */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
  /** Sends `message` as a new one, never received before, to be visible in `seconds` from now: at most 900. */
  send(message: PostEnvelope, seconds: number): Promise<void>;
  /** Sends `message` to the dead-letter queue, with why. */
  sendToDeadLetters(message: PostEnvelope, reason: string): Promise<void>;
}

/** How far the attempts of a message that is sent anew have come; without any it starts with all of them. */
type Attempts = Pick<PostEnvelope, "attempt" | "deferredSince">;

/** What may become of a job's message while its post is undecided. Nothing here throws, since nothing can get lost. */
export function jobMessage(job: DownloadJob, queue: PostQueue, log: Log) {
  /** Sends first, so that a crash in between leaves two messages and not none. */
  const replaceBy = async (send: () => Promise<void>): Promise<boolean> => {
    try {
      await send();
    } catch (error) {
      log.warn("message-not-replaced", { error });
      return false;
    }
    try {
      await queue.delete(job.receiptHandle);
    } catch (error) {
      // It comes back, or is dead-lettered, as well as the new one. Its worker finds the post decided, or helps.
      log.warn("replaced-message-not-deleted", { error });
    }
    return true;
  };
  const withAttempts = (attempts: Attempts): PostEnvelope => {
    const {
      attempt: _attempt,
      deferredSince: _deferredSince,
      nothingStoredAt: _nothingStoredAt,
      ...message
    } = job.message;
    return { ...message, ...attempts };
  };
  return {
    /** Makes it visible in `seconds` from now. */
    async changeVisibility(seconds: number): Promise<void> {
      try {
        await queue.changeVisibility(job.receiptHandle, seconds);
      } catch (error) {
        // The message becomes visible by itself, only later.
        log.warn("message-not-hidden", { error });
      }
    },
    /** Puts a new message in its place, to be visible in `seconds`. False, and it is as it was, when none could be sent. */
    replace: (attempts: Attempts, seconds: number) =>
      replaceBy(() => queue.send(withAttempts(attempts), seconds)),
    /** Moves it to the dead-letter queue, to start anew when it is redriven. False, and it is as it was, when that failed. */
    deadLetter: (reason: string) =>
      replaceBy(() => queue.sendToDeadLetters(withAttempts({}), reason)),
  };
}
