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
}

/** What may become of a job's message while its post is undecided. Nothing here throws, since nothing can get lost. */
export function jobMessage(job: DownloadJob, queue: PostQueue, log: Log) {
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
    /** Puts a new message with all its attempts in its place. False, and it is as it was, when none could be sent. */
    async replace(seconds: number): Promise<boolean> {
      try {
        await queue.send(job.message, seconds);
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
    },
  };
}
