import type { Environment } from "@reddit-crawler/function-runtime/environment";
import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { invocationFields } from "@reddit-crawler/function-runtime/invocation";
import { downloadJobSchema } from "@reddit-crawler/message-schema";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";

import { awsWorld } from "./adapters/aws-world.ts";
import { parseConfig, type Config } from "./config.ts";
import { handleJob, type JobEnd } from "./job/handle-job.ts";
import type { WorkerWorld } from "./world.ts";

/** What of Lambda's context the worker reads. */
export type RemainingTime = Pick<Context, "getRemainingTimeInMillis"> &
  Partial<Pick<Context, "awsRequestId">>;

/**
 * The download-worker for this environment, in the world that `worldFor` gives it: by default AWS and the internet.
 * @throws {ConfigError} when the environment is incomplete.
 */
export function createHandler(
  env: Environment,
  worldFor: (config: Config) => WorkerWorld = awsWorld,
): (event: unknown, context: RemainingTime) => Promise<{ end: JobEnd }> {
  // Runs once in a cold start.
  const world = worldFor(parseConfig(env));

  // Runs for every job: one post message each.
  return async (event, context) => {
    const job = z.safeParse(downloadJobSchema, event);
    if (!job.success) {
      // Without a readable job there is no message to hide: it comes back by itself until it is dead-lettered.
      const reason = z.prettifyError(job.error);
      world.log.with(invocationFields(env, context)).error("poison-job", { reason });
      throw new PermanentError("poison-job", reason);
    }
    world.log.begin(invocationFields(env, context, job.data.message.traceId));
    return { end: await handleJob(job.data, context.getRemainingTimeInMillis(), world) };
  };
}
