import { isDeepStrictEqual } from "node:util";

import type { Template } from "@reddit-crawler/local-stack/template/template";
import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { roleStatements } from "./policy-statements.ts";
import { failing, type Rule } from "./rule.ts";

/** What may invoke a function is one named resource of this stack, not a whole service of AWS. */
export const invokersAreNamed: Rule = (template) =>
  resourcesOf(template, "AWS::Lambda::Permission")
    .filter(([, { Properties }]) => {
      const source = at(Properties, "SourceArn");
      const text = at(source, "Fn::Sub");
      return !(referredId(source) ?? (typeof text === "string" && /:\$\{HttpApi\}\//.test(text)));
    })
    .map(([id]) => `${id} lets a whole service in`);

/** Every statement names its actions, and its resources as this stack's own. */
export const nothingIsAllowedWholesale: Rule = (template) =>
  functionIds(template).flatMap((id) =>
    roleStatements(template, id).flatMap((statement) => {
      const actions = listOf(at(statement, "Action"));
      const resources = listOf(at(statement, "Resource"));
      const what = `${id}: ${actions.join(", ")}`;
      return failing(
        [at(statement, "Effect") === "Allow", `${what} is not allowed but denied`],
        [!actions.some((action) => String(action).includes("*")), `${what} is a wildcard`],
        [
          resources.length > 0 &&
            (actions.every(isOfTraces) ||
              resources.every((resource) => typeof resource === "object")),
          `${what} reaches beyond this stack`,
        ],
      );
    }),
  );

/** No two functions share a role, and no managed policy widens one. */
export const rolesAreTheirOwn: Rule = (template) => {
  const roles = functionIds(template).map((id) =>
    referredId(at(template.Resources, `${id}.Properties.Role`)),
  );
  const managed = resourcesOf(template, "AWS::IAM::Role").filter(
    ([, role]) => at(role, "Properties.ManagedPolicyArns") !== undefined,
  );
  return failing(
    [new Set(roles).size === roles.length, `functions share a role: ${roles.join(", ")}`],
    [managed.length === 0, `managed policies widen ${managed.map(([id]) => id).join(", ")}`],
  );
};

/** What each function may do apart from writing its log: no more, no less. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ApiEndpointFunction: [
    "s3:GetObject ${MediaBucket.Arn}/crawls/*",
    "s3:GetObject ${MediaBucket.Arn}/media/*",
    "s3:ListBucket ${MediaBucket.Arn}",
    "s3:PutObject ${MediaBucket.Arn}/crawl-index/*",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*/crawl.json",
    "sns:Publish CrawlTopic",
    "sqs:GetQueueAttributes CrawlQueue",
  ],
  ArticleLoaderFunction: [
    "s3:GetObject ${MediaBucket.Arn}/crawls/*",
    "s3:GetObject ${MediaBucket.Arn}/imports/*",
    "s3:GetObject ${MediaBucket.Arn}/state/archive-gate.json",
    "s3:GetObject ${MediaBucket.Arn}/state/feed-gate.json",
    "s3:GetObject ${MediaBucket.Arn}/state/reddit-gate.json",
    "s3:ListBucket ${MediaBucket.Arn}",
    "s3:PutObject ${MediaBucket.Arn}/crawl-index/*",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*",
    "s3:PutObject ${MediaBucket.Arn}/state/archive-gate.json",
    "s3:PutObject ${MediaBucket.Arn}/state/feed-gate.json",
    "s3:PutObject ${MediaBucket.Arn}/state/reddit-gate.json",
    "secretsmanager:GetSecretValue RedditCredentialsSecretArn",
    "secretsmanager:GetSecretValue RedditFeedSecretArn",
    "sns:Publish CrawlFinishedTopic",
    "sqs:ChangeMessageVisibility CrawlQueue",
    "sqs:DeleteMessage CrawlQueue",
    "sqs:GetQueueAttributes CrawlQueue",
    "sqs:ReceiveMessage CrawlQueue",
    "sqs:SendMessage CrawlQueue",
    "sqs:SendMessage PostQueue",
  ],
  BalancerFunction: [
    "lambda:InvokeFunction DownloadWorkerFunction",
    "s3:GetObject ${MediaBucket.Arn}/state/balancer/*",
    "s3:ListBucket ${MediaBucket.Arn}",
    "s3:PutObject ${MediaBucket.Arn}/state/balancer/*",
    "sqs:ChangeMessageVisibility PostQueue",
    "sqs:DeleteMessage WorkerEndsQueue",
    "sqs:GetQueueAttributes PostQueue",
    "sqs:ReceiveMessage PostQueue",
    "sqs:ReceiveMessage WorkerEndsQueue",
  ],
  DownloadWorkerFunction: [
    "s3:AbortMultipartUpload ${MediaBucket.Arn}/media/*",
    "s3:GetObject ${MediaBucket.Arn}/crawls/*",
    "s3:GetObject ${MediaBucket.Arn}/hosts/*",
    "s3:GetObject ${MediaBucket.Arn}/media/*",
    "s3:GetObject ${MediaBucket.Arn}/state/page-*",
    "s3:ListBucket ${MediaBucket.Arn}",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*/finished.json",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*/given-up/*",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*/posts/*",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*/tally/*",
    "s3:PutObject ${MediaBucket.Arn}/crawls/*/totals.json",
    "s3:PutObject ${MediaBucket.Arn}/hosts/*",
    "s3:PutObject ${MediaBucket.Arn}/media/*",
    "s3:PutObject ${MediaBucket.Arn}/state/page-*",
    "sns:Publish CrawlFinishedTopic",
    "sqs:ChangeMessageVisibility PostQueue",
    "sqs:DeleteMessage PostQueue",
    "sqs:SendMessage PostDeadLetterQueue",
    "sqs:SendMessage PostQueue",
    "sqs:SendMessage WorkerEndsQueue",
  ],
};

/** Each function may do what its work takes and nothing else; only the download-worker may delete a post. */
export const functionsMayDoTheirWorkOnly: Rule = (template) =>
  functionIds(template).flatMap((id) => {
    const wanted = allowed[id] ?? [];
    const granted = roleStatements(template, id)
      .flatMap((statement) => {
        const resources = listOf(at(statement, "Resource")).map(nameOf);
        return listOf(at(statement, "Action")).flatMap((action) =>
          resources.map((resource) => `${String(action)} ${resource}`),
        );
      })
      .filter((grant) => !/^logs:(?:CreateLogStream|PutLogEvents) /.test(grant))
      .filter((grant) => !isOfTraces(grant.split(" ")[0]));
    const tooMuch = granted.filter((grant) => !wanted.includes(grant));
    const tooLittle = wanted.filter((grant) => !granted.includes(grant));
    return failing(
      [tooMuch.length === 0, `${id} may ${tooMuch.join(", ")}`],
      [tooLittle.length === 0, `${id} may not ${tooLittle.join(", ")}`],
    );
  });

/**
 * What each function may list. S3 answers 404 for an object that is missing only to whoever may list its key
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions"), so that 403 is a denial.
 */
const listed: Readonly<Record<string, readonly string[]>> = {
  // It reads no picture itself: whoever opens a signed link to a missing one is told 403.
  ApiEndpointFunction: ["crawl-index/*", "crawls/*"],
  ArticleLoaderFunction: [
    "crawls/*",
    "imports/*",
    // Only to see of which posts nothing is stored.
    "media/*",
    "state/archive-gate.json",
    "state/feed-gate.json",
    "state/reddit-gate.json",
  ],
  BalancerFunction: ["state/balancer/*"],
  DownloadWorkerFunction: ["crawls/*", "hosts/*", "media/*", "state/page-*"],
};

/** A function lists what it has to, and no more. */
export const listingIsBounded: Rule = (template) =>
  functionIds(template).flatMap((id) => {
    const wanted = listed[id] ?? [];
    const granted = roleStatements(template, id)
      .filter((statement) => listOf(at(statement, "Action")).includes("s3:ListBucket"))
      .flatMap((statement) => {
        const prefixes = listOf(at(statement, "Condition.StringLike.s3:prefix"));
        return prefixes.length > 0 ? prefixes.map(String) : ["the whole bucket"];
      });
    const tooMuch = granted.filter((prefix) => !wanted.includes(prefix));
    const tooLittle = wanted.filter((prefix) => !granted.includes(prefix));
    return failing(
      [tooMuch.length === 0, `${id} lists ${tooMuch.join(", ")}`],
      [tooLittle.length === 0, `${id} cannot tell what is missing in ${tooLittle.join(", ")}`],
    );
  });

/** Each function writes to its own log group. */
export const logsAreTheirOwn: Rule = (template) =>
  functionIds(template).filter((id) => {
    const group = referredId(at(template.Resources, `${id}.Properties.LoggingConfig.LogGroup`));
    return !roleStatements(template, id).some(
      (statement) =>
        ["logs:CreateLogStream", "logs:PutLogEvents"].every((action) =>
          listOf(at(statement, "Action")).includes(action),
        ) && listOf(at(statement, "Resource")).every((resource) => referredId(resource) === group),
    );
  });

/** Whether an action writes traces, which belong to no resource. */
export function isOfTraces(action: unknown): boolean {
  return action === "xray:PutTelemetryRecords" || action === "xray:PutTraceSegments";
}

function functionIds(template: Template): string[] {
  return resourcesOf(template, "AWS::Lambda::Function").map(([id]) => id);
}

function nameOf(resource: unknown): string {
  const [arn, variables] = listOf(at(resource, "Fn::Sub"));
  // The stack's own bucket or the one that it is given: other variables, and other ways to choose, keep their own name.
  if (isDeepStrictEqual(variables, { Bucket: mediaBucket }))
    return String(arn).replace("arn:${AWS::Partition}:s3:::${Bucket}", "${MediaBucket.Arn}");
  return referredId(resource) ?? (variables === undefined ? String(arn ?? resource) : "?");
}

/** The name of the bucket that has the pictures. */
const mediaBucket = {
  "Fn::If": ["MakesMediaBucket", { Ref: "MediaBucket" }, { Ref: "ExistingMediaBucket" }],
};
