import { fileURLToPath } from "node:url";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { QueueDepths } from "@reddit-crawler/gallery/contract/gallery-event";
import type { BucketObjects } from "@reddit-crawler/local-stack/emulator/bucket-objects";
import { templateFile } from "@reddit-crawler/local-stack/template/crawler-template";
import { endAll } from "@reddit-crawler/local-stack/end-all";
import {
  startStack,
  type RunningStack,
  type StackOptions,
} from "@reddit-crawler/local-stack/start-stack";
import type { CrawlRequest, PostMessage } from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";
import { claimFolder } from "@reddit-crawler/picture-folder/claim-folder";

import { stageArtifacts } from "./stage-artifacts.ts";
import type { ImportTarget } from "./import-target.ts";
import type { LocalSettings } from "./local-settings.ts";
import { sharedGates } from "./state-folder.ts";
import { deadPosts } from "./dead-posts.ts";
import { loaderFailures } from "./loader-failures.ts";
import { withLocalSummaries } from "./local-summaries.ts";
import { postsOf, waitingPosts, type WaitingPost } from "./waiting-posts.ts";

/** The pipeline on this machine, with what the commands need of it. */
export interface LocalPipeline {
  apiUrl: string;
  bucket: BucketObjects;
  /** Where imports go. */
  imports: ImportTarget;
  /** The depths of the post queue and its dead-letter queue, for the posts of all crawls. */
  queueDepths: () => Promise<QueueDepths>;
  /** Why the loader's work on a crawl was given up; undefined while it was not. */
  loaderFailure: (crawlId: string) => string | undefined;
  /** Every post of the dead-letter queue, with why it was given up. */
  deadLetters: () => GivenUpPost[];
  /** Every post that is attempted again later, with when and why. */
  waitingPosts: () => WaitingPost[];
  /** Every post that lies in the post queue, whatever its state. */
  queuedPosts: () => PostMessage[];
  /** The messages of a crawl's posts in the post queue and its dead-letter queue, whatever their state. */
  queuedTexts: (crawlId: string) => string[];
  /** Sends a crawl request to the crawl queue, as the article-loader does to go on. */
  sendCrawl: (request: CrawlRequest) => Promise<void>;
  /** Sends posts to the post queue, as the article-loader does. */
  sendPosts: (messages: readonly PostMessage[]) => Promise<void>;
  /** Redrives every post of the dead-letter queue, with all its attempts. */
  retryDeadLetters: () => Promise<void>;
  /** Aborted when somebody removes the folder or the working files in it. */
  folderLost: AbortSignal;
  /** @throws {CommandError} when somebody has. */
  checkFolder: () => Promise<void>;
  /** The processes that each function runs in now, the functions by logical id. */
  functions: () => { logicalId: string; pids: number[] }[];
  /** Ends every process and server, and removes the working files. */
  stop(): Promise<void>;
}

/** What the commands decide about a pipeline. */
export interface PipelineOptions extends Pick<StackOptions, "onLog" | "onEvent" | "apiPort"> {
  settings: LocalSettings;
  /** Working files lie below this folder while the pipeline runs. */
  folder: string;
  /** Proxy and certificate variables for the functions. */
  network: Readonly<Record<string, string>>;
  /** Where gates are kept that all crawls of this machine share; each folder has its own where nothing is said. */
  stateFolder?: string | undefined;
  /** The template to run; infra/template.yaml where none is given. */
  templatePath?: string | undefined;
  /** Events of one function at a time; 10 where nothing is said. */
  mostConcurrent?: number;
  /** False where posts are listed and stay in their queue, as in a stack whose balancer is switched off. */
  downloads?: boolean;
  /** Zips to run, by stage; the one that the stage's own build left where none is given. */
  zips?: Readonly<Record<string, string>>;
}

/** Enough to wait for slow hosts concurrently, in one process's memory. */
const usuallyConcurrent = 10;
/** The least that the template takes: unlike AWS's, what this queue counts is true at once. */
const queuePollMs = 100;
/** The least, too: requests cost nothing here. */
const endCheckSeconds = 2;

/**
 * Starts the template with the zips that the stages' builds left.
 * @throws {CommandError} when a zip is missing, the API's port is taken, or another command works in the folder.
 */
export async function startPipeline(options: PipelineOptions): Promise<LocalPipeline> {
  const templatePath = options.templatePath ?? fileURLToPath(templateFile);
  const artifacts = stageArtifacts(templatePath, options.zips);
  const { redditCredentials, redditFeed, redditUserAgent, imgurClientId, mediaHosts, imgurPageId } =
    options.settings;
  const secretArn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:reddit-credentials";
  const feedSecretArn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:reddit-feed";

  const sharedObjects =
    options.stateFolder === undefined
      ? undefined
      : await sharedGates(options.stateFolder, options.settings, options.network);
  const { workDir, lost, check, release } = await claimFolder(options.folder);
  const { mostConcurrent = usuallyConcurrent, downloads = true } = options;
  const failures = loaderFailures();
  const dead = deadPosts();
  const waiting = waitingPosts();
  let stopping = false;
  const stack = await startStack({
    templatePath,
    workDir,
    artifacts: Object.fromEntries(artifacts.map(({ key, zip }) => [key, zip])),
    parameters: {
      ArtifactBucket: "artifacts",
      ...Object.fromEntries(artifacts.map(({ parameter, key }) => [parameter, key])),
      ApiAuthorization: "NONE",
      // A post waits at hand for each place, and few are idle until the balancer polls again. It waits for about one
      // post's time, far less than the minute after which Lambda drops an event, also on a slow line.
      MaxConcurrentDownloads: String(2 * mostConcurrent),
      QueuePollMs: String(queuePollMs),
      EndCheckSeconds: String(endCheckSeconds),
      BalancerState: downloads ? "ENABLED" : "DISABLED",
      ...(redditCredentials && { RedditCredentialsSecretArn: secretArn }),
      ...(redditFeed && { RedditFeedSecretArn: feedSecretArn }),
      ...(redditUserAgent && { RedditUserAgent: redditUserAgent }),
      ...(imgurClientId && { ImgurClientId: imgurClientId }),
      ...(mediaHosts && { MediaHosts: mediaHosts }),
      ImgurPageId: imgurPageId,
    },
    secrets: {
      ...(redditCredentials && {
        [secretArn]: JSON.stringify({
          client_id: redditCredentials.clientId,
          client_secret: redditCredentials.clientSecret,
          refresh_token: redditCredentials.refreshToken,
          device_id: redditCredentials.deviceId,
        }),
      }),
      ...(redditFeed && { [feedSecretArn]: JSON.stringify(redditFeed) }),
    },
    ...(sharedObjects && { sharedObjects }),
    network: options.network,
    mostConcurrent,
    provisioned: [
      "ApiEndpointFunction",
      "ArticleLoaderFunction",
      ...(downloads ? ["DownloadWorkerFunction"] : []),
    ],
    ...(options.apiPort !== undefined && { apiPort: options.apiPort }),
    // That functions end while they work is then meant.
    onLog: (entry) => {
      if (stopping) return;
      dead.onLog(entry);
      waiting.onLog(entry);
      options.onLog(entry);
    },
    onEvent: (event) => {
      failures.onEvent(event);
      options.onEvent?.(event);
    },
  }).catch(async (error: unknown) => {
    await release();
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw isTaken && options.apiPort !== undefined
      ? new CommandError(
          `Port ${options.apiPort} is taken; name another with --port, or none to get a free one.`,
          { cause: error },
        )
      : error;
  });
  // Read in this process, since it is polled again and again while a crawl runs.
  const depthOf = (outputName: string) => {
    const url = output(stack, outputName);
    const depth = Object.values(stack.queues()).find((queue) => queue.url === url);
    if (!depth) throw new CommandError(`infra/template.yaml's output ${outputName} is no queue.`);
    return depth;
  };
  const queueOf = (outputName: string) => ({
    url: output(stack, outputName),
    client: { endpoint: stack.endpointUrl, region: stack.region, credentials: stack.credentials },
  });
  return {
    apiUrl: output(stack, "ApiUrl"),
    bucket: withLocalSummaries(stack.objectsOf(output(stack, "MediaBucketName"))),
    imports: {
      bucket: output(stack, "MediaBucketName"),
      client: {
        endpoint: stack.endpointUrl,
        region: stack.region,
        credentials: stack.credentials,
        forcePathStyle: true,
      },
    },
    queueDepths: async () => {
      const posts = depthOf("PostQueueUrl");
      const deadLetters = depthOf("PostDeadLetterQueueUrl");
      return {
        // A post between two attempts is delayed.
        waiting: posts.visible + posts.delayed,
        inFlight: posts.inFlight,
        deadLettered: deadLetters.visible + deadLetters.inFlight,
      };
    },
    loaderFailure: failures.of,
    deadLetters: () => dead.of(stack.messages(output(stack, "PostDeadLetterQueueUrl"))),
    waitingPosts: () => waiting.of(stack.messages(output(stack, "PostQueueUrl")), Date.now()),
    queuedPosts: () => postsOf(stack.messages(output(stack, "PostQueueUrl"))),
    queuedTexts: (crawlId) =>
      ["PostDeadLetterQueueUrl", "PostQueueUrl"]
        .flatMap((name) => stack.messages(output(stack, name)))
        .flatMap(({ body }) => (body.includes(`"${crawlId}"`) ? [body] : [])),
    sendCrawl: async (request) => {
      const { sendText } = await import("./send-posts.ts");
      const queue = { ...queueOf("PostQueueUrl"), url: crawlQueueUrl(stack) };
      await sendText(queue, JSON.stringify(request));
    },
    // Loaded on demand: the SDK takes a fifth of a command's start, and few crawls give posts up.
    retryDeadLetters: async () => {
      const { redriveDeadLetters } = await import("./dead-letters.ts");
      const queue = queueOf("PostDeadLetterQueueUrl");
      await redriveDeadLetters(queue, output(stack, "PostQueueUrl"));
    },
    sendPosts: async (messages) => {
      const { sendPosts } = await import("./send-posts.ts");
      await sendPosts(queueOf("PostQueueUrl"), messages);
    },
    folderLost: lost,
    checkFolder: check,
    functions: () => stack.functions(),
    stop: async () => {
      stopping = true;
      await endAll([() => stack.stop(), release]);
    },
  };
}

/** The queue that the loader reads, which the template names in no output. */
function crawlQueueUrl(stack: RunningStack): string {
  const url = stack.queues()["CrawlQueue"]?.url;
  if (url === undefined)
    throw new CommandError("infra/template.yaml has no CrawlQueue, which the commands read.");
  return url;
}

function output(stack: RunningStack, name: string): string {
  const value = stack.outputs[name];
  if (value === undefined)
    throw new CommandError(`infra/template.yaml has no output ${name}, which the commands read.`);
  return value;
}
