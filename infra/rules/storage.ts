import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { isTlsOnly, policyStatements } from "./policy-statements.ts";
import { differing, failing, type Rule } from "./rule.ts";

/** What was crawled outlives the stack and every change of it. */
export const picturesOutliveTheStack: Rule = (template) =>
  resourcesOf(template, "AWS::S3::Bucket").flatMap(([id, bucket]) =>
    differing(id, bucket, {
      DeletionPolicy: "RetainExceptOnCreate",
      UpdateReplacePolicy: "Retain",
    }),
  );

/** What is said of crawls is kept unless a parameter ends it; pictures are never ended. */
export const recordsAreKeptByDefault: Rule = (template) => {
  const rules = listOf(
    at(template.Resources, "MediaBucket.Properties.LifecycleConfiguration.Rules"),
  );
  const ended = ["crawls/", "crawl-index/", "media/_by-sha256/"];
  const temporary = ["state/page-", "hosts/", "imports/"];
  return [
    ...differing("CrawlRecordDays", template.Parameters["CrawlRecordDays"], { Default: 0 }),
    ...failing(
      ...ended.map((prefix) => {
        const found = rules.some(
          (rule) =>
            at(rule, "Fn::If.0") === "EndsCrawlRecords" &&
            at(rule, "Fn::If.1.Prefix") === prefix &&
            referredId(at(rule, "Fn::If.1.ExpirationInDays")) === "CrawlRecordDays",
        );
        return [found, `${prefix} never ends`] as const;
      }),
      ...rules
        .map((rule) => at(rule, "Fn::If.1") ?? rule)
        .filter((rule) => at(rule, "ExpirationInDays") !== undefined)
        .map((rule) => String(at(rule, "Prefix")))
        .map((prefix) => [[...ended, ...temporary].includes(prefix), `${prefix} ends`] as const),
    ),
  ];
};

/** Buckets are private, encrypted and reached over TLS only, and unfinished uploads end. */
export const bucketsAreClosed: Rule = (template) =>
  resourcesOf(template, "AWS::S3::Bucket").flatMap(([id, { Properties }]) => {
    const block = "PublicAccessBlockConfiguration";
    const encryption = "BucketEncryption.ServerSideEncryptionConfiguration.0";
    const unfinished = "LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload";
    return [
      ...differing(id, Properties, {
        [`${block}.BlockPublicAcls`]: true,
        [`${block}.BlockPublicPolicy`]: true,
        [`${block}.IgnorePublicAcls`]: true,
        [`${block}.RestrictPublicBuckets`]: true,
        "OwnershipControls.Rules.0.ObjectOwnership": "BucketOwnerEnforced",
        [`${encryption}.ServerSideEncryptionByDefault.SSEAlgorithm`]: "AES256",
      }),
      ...failing(
        [
          policyStatements(template, "AWS::S3::BucketPolicy", id).some(isTlsOnly),
          `${id} accepts plain HTTP`,
        ],
        [
          Number(at(Properties, `${unfinished}.DaysAfterInitiation`)) <= 7,
          `${id} keeps unfinished uploads`,
        ],
      ),
    ];
  });

/** The topics that say who crawls what are encrypted and refuse plain HTTP. */
export const crawlTopicsAreClosed: Rule = (template) =>
  failing(
    ...["CrawlTopic", "CrawlFinishedTopic"].flatMap((id) => [
      [
        at(template.Resources, `${id}.Properties.KmsMasterKeyId`) !== undefined,
        `${id} is not encrypted`,
      ] as const,
      [
        policyStatements(template, "AWS::SNS::TopicPolicy", id).some(isTlsOnly),
        `${id} accepts plain HTTP`,
      ] as const,
    ]),
  );
