import type { ApiWorld } from "@reddit-crawler/api-endpoint/world";
import type { LoaderWorld } from "@reddit-crawler/article-loader/world";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { DispatchPorts } from "@reddit-crawler/balancer/dispatch-posts";
import type { WorkerWorld } from "@reddit-crawler/download-worker/world";
import type { DownloadJob } from "@reddit-crawler/message-schema";

import type { InvocationEnd } from "../aws/lambda-function.ts";
import type { S3Changes } from "../aws/s3-client.ts";
import type { Deployment } from "../deployment.ts";
import type { FunctionProcess } from "../function-process.ts";

/** A way to break the pipeline on purpose, without touching a stage: other ports, other numbers, another S3. */
export interface Mutation {
  name: string;
  /** What somebody might have done. */
  what: string;
  /** The rules by which it may be noticed. */
  breaks: readonly string[];
  deployment?: (deployment: Deployment) => void;
  /** What the loader takes for the receive count of its message. */
  receiveCountOf?: (count: number) => number;
  api?: (world: ApiWorld, process: FunctionProcess) => ApiWorld;
  loader?: (world: LoaderWorld, process: FunctionProcess) => LoaderWorld;
  balancer?: (
    ports: DispatchPorts,
    cloud: { deleteMessage: (handle: string) => void; process: FunctionProcess },
  ) => DispatchPorts;
  /** Whether Lambda reports the end of such a worker. */
  isReported?: (end: InvocationEnd) => boolean;
  /** `job` is the one that the process works on. */
  worker?: (world: WorkerWorld, job: () => DownloadJob) => WorkerWorld;
  workerS3?: S3Changes;
  /** How the objects of a crawl's check differ. */
  totals?: (objects: JsonObjects) => Partial<JsonObjects>;
  /** Where every stage keeps an object that belongs at `key`; `titleOf` knows each post's title. */
  keyOf?: (key: string, titleOf: (postId: string) => string) => string;
}
