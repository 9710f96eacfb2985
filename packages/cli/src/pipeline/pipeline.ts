import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { BucketObjects } from "@reddit-crawler/local-stack/emulator/bucket-objects";
import { loadTemplate } from "@reddit-crawler/local-stack/template/template-files";
import { endAll } from "@reddit-crawler/local-stack/end-all";
import { startStack, type StackOptions } from "@reddit-crawler/local-stack/start-stack";
import { claimFolder } from "@reddit-crawler/picture-folder/claim-folder";

import { stageArtifacts } from "./stage-artifacts.ts";
import type { ImportTarget } from "./import-target.ts";
import type { LocalSettings } from "./local-settings.ts";
import { sharedGates } from "./state-folder.ts";
import { deadPosts } from "./dead-posts.ts";
import { loaderFailures } from "./loader-failures.ts";
import { withLocalSummaries } from "./local-summaries.ts";
import { localQueues, type LocalQueues } from "./queues/local-queues.ts";
import { output } from "./queues/stack-output.ts";
import { waitingPosts } from "./waiting-posts.ts";

/** The pipeline on this machine, with what the commands need of it. */
export interface LocalPipeline extends LocalQueues {
  apiUrl: string;
  bucket: BucketObjects;
  /** Where imports go. */
  imports: ImportTarget;
  /** Why the loader's work on a crawl was given up; undefined while it was not. */
  loaderFailure: (crawlId: string) => string | undefined;
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
  const template = await loadTemplate(options.templatePath);
  const artifacts = stageArtifacts(template, options.zips);
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
    template,
    workDir,
    artifacts: Object.fromEntries(artifacts.map(({ key, code }) => [key, code])),
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
  const bucket = withLocalSummaries(stack.objectsOf(output(stack, "MediaBucketName")));
  return {
    apiUrl: output(stack, "ApiUrl"),
    bucket,
    imports: {
      bucket: output(stack, "MediaBucketName"),
      client: {
        endpoint: stack.endpointUrl,
        region: stack.region,
        credentials: stack.credentials,
        forcePathStyle: true,
      },
    },
    ...localQueues(stack, bucket, { dead, waiting }),
    loaderFailure: failures.of,
    folderLost: lost,
    checkFolder: check,
    functions: () => stack.functions(),
    stop: async () => {
      stopping = true;
      await endAll([() => stack.stop(), release]);
    },
  };
}
