import type { CrawlQueue } from "./aws/crawl-queue.ts";
import type { CrawlTopic } from "./aws/crawl-topic.ts";
import type { LambdaFunction } from "./aws/lambda-function.ts";
import type { MediaBucket } from "./aws/media-bucket.ts";
import type { Topic } from "./aws/other-clients.ts";
import type { PostQueue } from "./aws/post-queue.ts";
import type { S3Changes } from "./aws/s3-client.ts";
import type { WorkerEndsQueue } from "./aws/worker-ends.ts";
import type { Deployment } from "./deployment.ts";
import type { HostAnswer } from "./internet/outbound.ts";
import type { Mutation } from "./mutations/mutation.ts";
import type { PostRules } from "./rules/posts.ts";
import type { OutboundRequest } from "@reddit-crawler/function-runtime/http/outbound-http";

/** Everything that the stages reach through their ports. */
export interface Cloud {
  deployment: Deployment;
  queue: PostQueue;
  workerEnds: WorkerEndsQueue;
  bucket: MediaBucket;
  topic: CrawlTopic;
  crawlQueue: CrawlQueue;
  finishedTopic: Topic;
  worker: LambdaFunction;
  /** Whether Lambda refuses to start workers now. */
  isWorkerRefused: () => boolean;
  posts: PostRules;
  /** Reddit and the archive, as the loader reaches them. */
  doors: (request: OutboundRequest, by: string) => HostAnswer;
  /** The picture hosts, as the worker reaches them. */
  pictures: (request: OutboundRequest) => HostAnswer;
  /** Keys that one listing request of a crawl's posts shows. */
  keysPerRequest: number;
  mutation: Mutation | undefined;
  /** How every stage's S3 client differs, where a mutation says so. */
  s3Changes: S3Changes;
}
