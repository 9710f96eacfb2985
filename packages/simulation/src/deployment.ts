import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { eventsRule, parseRate } from "@reddit-crawler/local-stack/resources/schedules";
import {
  invokeDefaults,
  lambdaEventInvokeConfig,
  lambdaEventSourceMapping,
  lambdaFunctionType,
} from "@reddit-crawler/local-stack/resources/lambda";
import { resourceTypes } from "@reddit-crawler/local-stack/resources/resource-types";
import { sqsQueue } from "@reddit-crawler/local-stack/resources/sqs-queue";
import {
  parameterDefaults,
  parameterValues,
} from "@reddit-crawler/local-stack/template/parameter-values";
import { resolveStack } from "@reddit-crawler/local-stack/template/resolve-stack";

/** What the template says of a function that is run asynchronously or by a request. */
export interface FunctionNumbers {
  timeoutMs: number;
  /** Undefined where nothing is reserved. */
  reservedConcurrency: number | undefined;
  /** Retries of a failed asynchronous invocation. */
  retries: number;
  maximumEventAgeMs: number;
  environment: Record<string, string>;
}

/** What the template says of a queue. */
export interface QueueNumbers {
  visibilityTimeoutMs: number;
  maxReceiveCount: number;
}

/** Every number of the deployed stack that decides what happens when. */
export interface Deployment {
  functions: Record<StageName, FunctionNumbers>;
  /** The queue of posts. */
  posts: QueueNumbers;
  /** The queue of crawl requests, and how many of them the loader may work on at once. */
  crawls: QueueNumbers & { mostRuns: number };
  tickMs: number;
  redditDelayMs: number;
}

/** The four functions by the names of their packages. */
export type StageName = "api-endpoint" | "article-loader" | "balancer" | "download-worker";

/** The template's parameters that a run draws; all others keep their defaults. */
export interface ChosenParameters {
  MaxConcurrentDownloads: number;
  ReserveConcurrency: boolean;
  /** Empty where that of imgur's page is used. */
  ImgurClientId: string;
}

/** Where the simulated stack is; no request leaves the simulation. */
const site = {
  region: "eu-central-1",
  accountId: "123456789012",
  stackName: "simulation",
  endpointUrl: "https://aws.invalid",
  apiUrl: () => "https://api.invalid",
};

/** The stack that infra/template.yaml deploys with these parameters, as numbers and environments. */
export function readDeployment(chosen: ChosenParameters): Deployment {
  const template = readTemplate();
  const artifacts = Object.entries(parameterDefaults(template.Parameters))
    .filter(([, byDefault]) => byDefault === undefined)
    .map(([name]) => [name, name]);
  const parameters = parameterValues(template.Parameters, {
    ...Object.fromEntries(artifacts),
    ApiAuthorization: "NONE",
    MaxConcurrentDownloads: String(chosen.MaxConcurrentDownloads),
    ReserveConcurrency: String(chosen.ReserveConcurrency),
    ImgurClientId: chosen.ImgurClientId,
    RedditCredentialsSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:reddit",
  });
  const stack = resolveStack(template, parameters, site, resourceTypes);

  const functionNumbers = (id: string): FunctionNumbers => {
    const { name, properties } = named(stack.resourcesOf(lambdaFunctionType), `${id}Function`);
    const invocation = stack
      .resourcesOf(lambdaEventInvokeConfig)
      .find(({ properties: { FunctionName } }) => FunctionName === name)?.properties;
    return {
      timeoutMs: properties.Timeout * 1000,
      reservedConcurrency: properties.ReservedConcurrentExecutions,
      retries: invocation?.MaximumRetryAttempts ?? invokeDefaults.retryAttempts,
      maximumEventAgeMs:
        (invocation?.MaximumEventAgeInSeconds ?? invokeDefaults.eventAgeSeconds) * 1000,
      environment: { ...properties.Environment?.Variables },
    };
  };
  const queueNumbers = (id: string): QueueNumbers => {
    const { VisibilityTimeout, RedrivePolicy } = named(stack.resourcesOf(sqsQueue), id).properties;
    return {
      visibilityTimeoutMs: required(VisibilityTimeout, `visibility timeout of ${id}`) * 1000,
      maxReceiveCount: required(RedrivePolicy, `redrive policy of ${id}`).maxReceiveCount,
    };
  };
  const polling = named(stack.resourcesOf(lambdaEventSourceMapping), "ArticleLoaderMapping");
  const schedule = named(stack.resourcesOf(eventsRule), "BalancerScheduleRule").properties;
  return {
    functions: {
      "api-endpoint": functionNumbers("ApiEndpoint"),
      "article-loader": functionNumbers("ArticleLoader"),
      balancer: functionNumbers("Balancer"),
      "download-worker": functionNumbers("DownloadWorker"),
    },
    posts: queueNumbers("PostQueue"),
    crawls: {
      ...queueNumbers("CrawlQueue"),
      mostRuns: required(polling.properties.ScalingConfig, "scaling config").MaximumConcurrency,
    },
    tickMs: required(parseRate(schedule.ScheduleExpression), "rate"),
    redditDelayMs: Number(parameters["RedditRequestDelayMs"]),
  };
}

/** The resource with this logical id. @throws {Error} when the template has none of this type. */
function named<Found extends { logicalId: string }>(resources: readonly Found[], id: string) {
  return required(
    resources.find(({ logicalId }) => logicalId === id),
    id,
  );
}

function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`The template has no ${what}.`);
  return value;
}
