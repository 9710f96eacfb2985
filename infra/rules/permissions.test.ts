import { describeRule } from "./describe-rule.ts";
import {
  functionsMayDoTheirWorkOnly,
  invokersAreNamed,
  listingIsBounded,
  logsAreTheirOwn,
  nothingIsAllowedWholesale,
  rolesAreTheirOwn,
} from "./permissions.ts";

const statements = (role: string) =>
  `Resources.${role}.Properties.Policies.0.PolicyDocument.Statement`;

describeRule("only named resources may invoke a function", invokersAreNamed, [
  ["every schedule of the account", "Resources.BalancerPermission.Properties.SourceArn"],
  ["every API of the world", "Resources.ApiEndpointPermission.Properties.SourceArn", "*"],
]);

describeRule("nothing is allowed wholesale", nothingIsAllowedWholesale, [
  ["every action of a service", `${statements("BalancerRole")}.0.Action`, "sqs:*"],
  ["some actions of a service", `${statements("DownloadWorkerRole")}.0.Action.0`, "sqs:Delete*"],
  ["every resource", `${statements("ApiEndpointRole")}.0.Resource`, "*"],
  [
    "a resource that is spelled out",
    `${statements("ApiEndpointRole")}.0.Resource`,
    "arn:aws:sns:*",
  ],
  ["no resource", `${statements("ApiEndpointRole")}.0.Resource`],
  [
    "more of X-Ray than to write",
    `${statements("BalancerRole")}.3.Fn::If.1.Action.2`,
    "xray:GetTraceSummaries",
  ],
]);

describeRule("every function has its own role", rolesAreTheirOwn, [
  [
    "a shared role",
    "Resources.BalancerFunction.Properties.Role",
    { "Fn::GetAtt": ["DownloadWorkerRole", "Arn"] },
  ],
  [
    "a managed policy",
    "Resources.BalancerRole.Properties.ManagedPolicyArns",
    ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
  ],
]);

describeRule("every function may do its work and nothing else", functionsMayDoTheirWorkOnly, [
  ["a balancer that deletes", `${statements("BalancerRole")}.0.Action.3`, "sqs:DeleteMessage"],
  ["a balancer that purges", `${statements("BalancerRole")}.0.Action.3`, "sqs:PurgeQueue"],
  ["a worker that lists", `${statements("DownloadWorkerRole")}.1.Action.3`, "s3:ListBucket"],
  ["a worker that cannot delete", `${statements("DownloadWorkerRole")}.0`],
  [
    "a worker that reads all of the bucket",
    `${statements("DownloadWorkerRole")}.1.Resource.Fn::Sub`,
    "${MediaBucket.Arn}/*",
  ],
  [
    "an API that stores",
    `${statements("ApiEndpointRole")}.0.Action`,
    ["sns:Publish", "s3:PutObject"],
  ],
]);

describeRule("a function lists what it has to, and no more", listingIsBounded, [
  ["a listing of everything", `${statements("ApiEndpointRole")}.4.Condition`],
  [
    "a listing of the pictures",
    `${statements("ApiEndpointRole")}.4.Condition.StringLike.s3:prefix.0`,
    "media/*",
  ],
  ["a worker that is told 403 of what is missing", `${statements("DownloadWorkerRole")}.5`],
  [
    "a loader that lists hosts",
    `${statements("ArticleLoaderRole")}.7.Condition.StringLike.s3:prefix.2`,
    "hosts/*",
  ],
]);

describeRule("every function writes to its own log group", logsAreTheirOwn, [
  [
    "another function's log group",
    "Resources.BalancerFunction.Properties.LoggingConfig.LogGroup.Ref",
    "ApiEndpointLogGroup",
  ],
  ["a function that cannot write", `${statements("ArticleLoaderRole")}.10`],
]);
