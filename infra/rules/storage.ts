import { at, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { isTlsOnly, policyStatements } from "./policy-statements.ts";
import { failing, type Rule } from "./rule.ts";

/** What was crawled outlives the stack and every change of it. */
export const picturesOutliveTheStack: Rule = (template) =>
  resourcesOf(template, "AWS::S3::Bucket").flatMap(([id, bucket]) =>
    ["DeletionPolicy", "UpdateReplacePolicy"]
      .filter((policy) => at(bucket, policy) !== "Retain")
      .map((policy) => `${id}: ${policy} is not Retain`),
  );

/** Buckets are private, encrypted and reached over TLS only, and unfinished uploads end. */
export const bucketsAreClosed: Rule = (template) =>
  resourcesOf(template, "AWS::S3::Bucket").flatMap(([id, { Properties }]) => {
    const blocks = Object.values(Object(at(Properties, "PublicAccessBlockConfiguration")));
    const encryption = at(Properties, "BucketEncryption.ServerSideEncryptionConfiguration.0");
    const lifecycle = at(Properties, "LifecycleConfiguration.Rules.0");
    return failing(
      [blocks.length === 4 && blocks.every((block) => block === true), `${id} is public`],
      [
        at(Properties, "OwnershipControls.Rules.0.ObjectOwnership") === "BucketOwnerEnforced",
        `${id} has ACLs`,
      ],
      [
        at(encryption, "ServerSideEncryptionByDefault.SSEAlgorithm") === "AES256",
        `${id} is not encrypted`,
      ],
      [
        policyStatements(template, "AWS::S3::BucketPolicy", id).some(isTlsOnly),
        `${id} accepts plain HTTP`,
      ],
      [
        Number(at(lifecycle, "AbortIncompleteMultipartUpload.DaysAfterInitiation")) <= 7,
        `${id} keeps unfinished uploads`,
      ],
    );
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
