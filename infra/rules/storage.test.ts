import { describeRule } from "./describe-rule.ts";
import {
  bucketsAreClosed,
  crawlTopicsAreClosed,
  picturesOutliveTheStack,
  recordsAreKeptByDefault,
} from "./storage.ts";

const bucket = "Resources.MediaBucket";

describeRule("pictures outlive the stack", picturesOutliveTheStack, [
  ["a bucket that is deleted", `${bucket}.DeletionPolicy`, "Delete"],
  ["a bucket that stays when its stack is never made", `${bucket}.DeletionPolicy`, "Retain"],
  ["a bucket that is replaced", `${bucket}.UpdateReplacePolicy`],
]);

const lifecycle = `${bucket}.Properties.LifecycleConfiguration.Rules`;
describeRule("records are kept by default, and pictures always", recordsAreKeptByDefault, [
  ["records that end by default", "Parameters.CrawlRecordDays.Default", 30],
  ["records that end whatever the parameter says", `${lifecycle}.3.Fn::If.0`, "MakesMediaBucket"],
  ["an index that outlives its crawls", `${lifecycle}.4`],
  ["pictures that end", `${lifecycle}.5.Fn::If.1.Prefix`, "media/"],
]);

describeRule("the bucket is closed", bucketsAreClosed, [
  [
    "a public policy",
    `${bucket}.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy`,
    false,
  ],
  ["no block of public access", `${bucket}.Properties.PublicAccessBlockConfiguration`],
  ["ACLs", `${bucket}.Properties.OwnershipControls`],
  ["no encryption", `${bucket}.Properties.BucketEncryption`],
  ["plain HTTP", "Resources.MediaBucketPolicy"],
  ["unfinished uploads that stay", `${bucket}.Properties.LifecycleConfiguration`],
]);

describeRule("the topics of crawls are closed", crawlTopicsAreClosed, [
  ["no encryption", "Resources.CrawlTopic.Properties", {}],
  ["plain HTTP", "Resources.CrawlTopicPolicy"],
  ["ends of crawls in the clear", "Resources.CrawlFinishedTopic.Properties", {}],
  ["ends of crawls over plain HTTP", "Resources.CrawlFinishedTopicPolicy"],
]);
