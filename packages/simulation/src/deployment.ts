import { at, readTemplate, type Template } from "@reddit-crawler/infra/template";

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

/** Every number of the deployed stack that decides what happens when. */
export interface Deployment {
  functions: Record<StageName, FunctionNumbers>;
  visibilityTimeoutMs: number;
  maxReceiveCount: number;
  tickMs: number;
  redditDelayMs: number;
}

/** The four functions by the names of their packages. */
export type StageName = "api-endpoint" | "article-loader" | "balancer" | "download-worker";

/** The template's parameters that a run draws; all others keep their defaults. */
export interface ChosenParameters {
  MaxConcurrentDownloads: number;
  ReserveConcurrency: boolean;
}

/** Lambda's own, where a function has no EventInvokeConfig (https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html). */
const defaultRetries = 2;
const defaultEventAgeSeconds = 21_600;

/** The stack that infra/template.yaml deploys with these parameters, as numbers and environments. */
export function readDeployment(chosen: ChosenParameters): Deployment {
  const template = readTemplate();
  const value = evaluator(template, {
    MaxConcurrentDownloads: String(chosen.MaxConcurrentDownloads),
    ReserveConcurrency: String(chosen.ReserveConcurrency),
    ImgurClientId: "client",
    RedditCredentialsSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:reddit",
  });
  const numberAt = (path: string): number => {
    const found = Number(value(at(template.Resources, path)));
    if (!Number.isFinite(found)) throw new Error(`${path} of the template is no number`);
    return found;
  };
  const functionNumbers = (id: string): FunctionNumbers => {
    const Properties = at(template.Resources, `${id}Function.Properties`);
    const invocation = at(template.Resources, `${id}Invocation.Properties`);
    const reserved = value(at(Properties, "ReservedConcurrentExecutions"));
    const variables = Object.entries(Object(at(Properties, "Environment.Variables")))
      .map(([name, expression]) => [name, value(expression)] as const)
      .filter(([, text]) => text !== undefined);
    return {
      timeoutMs: numberAt(`${id}Function.Properties.Timeout`) * 1000,
      reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
      retries: Number(at(invocation, "MaximumRetryAttempts") ?? defaultRetries),
      maximumEventAgeMs:
        Number(at(invocation, "MaximumEventAgeInSeconds") ?? defaultEventAgeSeconds) * 1000,
      environment: Object.fromEntries(variables.map(([name, text]) => [name, String(text)])),
    };
  };
  if (value({ Ref: "BalancerSchedule" }) !== "rate(1 minute)")
    throw new Error("The simulation knows a balancer that is started every minute.");
  return {
    functions: {
      "api-endpoint": functionNumbers("ApiEndpoint"),
      "article-loader": functionNumbers("ArticleLoader"),
      balancer: functionNumbers("Balancer"),
      "download-worker": functionNumbers("DownloadWorker"),
    },
    visibilityTimeoutMs: numberAt("PostQueue.Properties.VisibilityTimeout") * 1000,
    maxReceiveCount: numberAt("PostQueue.Properties.RedrivePolicy.maxReceiveCount"),
    tickMs: 60_000,
    redditDelayMs: Number(value({ Ref: "RedditRequestDelayMs" })),
  };
}

/** Evaluates the few intrinsic functions that numbers and environments use; a resource's `Ref` is its logical id. */
function evaluator(template: Template, parameters: Readonly<Record<string, string>>) {
  const value = (expression: unknown): unknown => {
    if (typeof expression !== "object" || expression === null) return expression;
    const name = at(expression, "Ref");
    if (name === "AWS::NoValue") return undefined;
    if (typeof name === "string")
      return parameters[name] ?? at(template.Parameters[name], "Default") ?? name;
    const choice = at(expression, "Fn::If");
    if (Array.isArray(choice)) return value(holds(String(choice[0])) ? choice[1] : choice[2]);
    throw new Error(`The simulation cannot evaluate ${JSON.stringify(expression)}.`);
  };
  const holds = (condition: string): boolean => isTrue(template.Conditions[condition]);
  const isTrue = (expression: unknown): boolean => {
    const not = at(expression, "Fn::Not");
    if (Array.isArray(not)) return !isTrue(not[0]);
    const equals = at(expression, "Fn::Equals");
    if (Array.isArray(equals)) return value(equals[0]) === value(equals[1]);
    throw new Error(`The simulation cannot evaluate ${JSON.stringify(expression)}.`);
  };
  return value;
}
