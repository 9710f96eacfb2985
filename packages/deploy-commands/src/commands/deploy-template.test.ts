import { beforeEach, describe, expect, test } from "vitest";

import { deployTemplate, type TemplateOptions } from "./deploy-template.ts";
import { artifactOf, crawlerParameters, FakeCloud } from "../testing/fake-cloud.ts";

const balancer = artifactOf("balancer", "new");
const built = {
  template: "the template",
  defaults: {
    ArtifactBucket: undefined,
    BalancerArtifact: undefined,
    BalancerFormerArtifact: "",
    LogLevel: "info",
  },
  artifacts: [balancer],
};
const options = { bucket: "zips", parameter: {}, preview: false, allowRemoval: false };
const change = {
  action: "Modify",
  logicalId: "BalancerFunction",
  type: "AWS::Lambda::Function",
  replacement: "False",
  properties: ["Code"],
};

let cloud: FakeCloud;
const deploy = (more: Partial<TemplateOptions> = {}) =>
  deployTemplate(built, { ...options, ...more }, cloud.world);

beforeEach(() => {
  cloud = new FakeCloud();
  cloud.bucket.add(balancer.key);
  cloud.changes = [change];
  cloud.parameters = {
    ...crawlerParameters(),
    BalancerArtifact: "balancer/old.zip",
    LogLevel: "debug",
  };
});

describe("deploying the template", () => {
  test("shows what changes before it changes it", async () => {
    cloud.world.print = (line) => void cloud.effects.push(`print ${line}`);
    await deploy();
    expect(cloud.effects).toEqual([
      "propose the template from templates/",
      "print ~ BalancerFunction (AWS::Lambda::Function): Code",
      "execute",
      "print crawler: UPDATE_IN_PROGRESS, waiting",
      "print crawler: deployed",
      "print   ApiUrl: https://api.test",
      "print Crawl with it: reddit-crawler crawl aww --stack crawler --download",
    ]);
    expect(cloud.parameters).toMatchObject({
      BalancerArtifact: "balancer/new.zip",
      BalancerFormerArtifact: "balancer/old.zip",
      LogLevel: "debug",
    });
  });

  test("makes the stack when there is none", async () => {
    cloud.parameters = undefined;
    cloud.outcome = "CREATE_COMPLETE";
    await deploy({ parameter: { LogLevel: "warn" } });
    expect(cloud.effects).toEqual(["propose the template from templates/ as new", "execute"]);
    expect(cloud.parameters).toEqual({
      ArtifactBucket: "zips",
      BalancerArtifact: "balancer/new.zip",
      BalancerFormerArtifact: "",
      LogLevel: "warn",
    });
  });

  test("is done when nothing changes", async () => {
    cloud.changes = [];
    await deploy();
    expect(cloud.lines.slice(0, 2)).toEqual(["crawler: no change", "  ApiUrl: https://api.test"]);
  });

  test("proposes anew when another team was faster", async () => {
    cloud.busy = 1;
    await deploy();
    expect(cloud.effects).toEqual([
      "propose the template from templates/",
      "propose the template from templates/",
      "execute",
    ]);
  });

  test("fails with the resource and the reason", async () => {
    cloud.outcome = "ROLLBACK_COMPLETE";
    cloud.history = [
      {
        logicalId: "MediaBucket",
        type: "AWS::S3::Bucket",
        status: "CREATE_FAILED",
        reason: "You have too many buckets",
      },
    ];
    await expect(deploy()).rejects.toThrow(
      "ended as ROLLBACK_COMPLETE.\n  MediaBucket (AWS::S3::Bucket): You have too many buckets\nDelete it before",
    );
  });

  test("fails in a new account, whose quota leaves nothing to reserve, with the parameter that helps", async () => {
    cloud.outcome = "ROLLBACK_COMPLETE";
    const reason =
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].";
    const type = "AWS::Lambda::Function";
    cloud.history = [{ logicalId: "BalancerFunction", type, status: "CREATE_FAILED", reason }];
    await expect(deploy()).rejects.toThrow("add --parameter ReserveConcurrency=false");
  });

  test("names every zip that is missing, at once, and what uploads them", async () => {
    const artifacts = [
      artifactOf("api-endpoint", "a"),
      balancer,
      artifactOf("article-loader", "b"),
    ];
    await expect(deployTemplate({ ...built, artifacts }, options, cloud.world)).rejects.toThrow(
      "api-endpoint/a.zip, article-loader/b.zip are not in zips. Upload them: reddit-crawler upload api-endpoint article-loader --bucket zips",
    );
  });
});

describe("nothing is executed", () => {
  test("on a stack that is not the crawler's, previewed or not", async () => {
    cloud.parameters = { VpcId: "vpc-1", ArtifactBucket: "zips" };
    const refusal = /crawler is no stack of the crawler: .* ApiEndpointArtifact, /;
    await expect(deploy({ allowRemoval: true })).rejects.toThrow(refusal);
    await expect(deploy({ preview: true })).rejects.toThrow(refusal);
    expect(cloud.effects).toEqual([]);
  });

  test.each([
    ["removed", "Remove", undefined],
    ["replaced", "Modify", "True"],
    ["perhaps replaced", "Modify", "Conditional"],
  ])("when a queue, a bucket or a topic is %s, unless it is allowed", async (_, action, how) => {
    const losing = (logicalId: string, type: string) => ({
      action,
      logicalId,
      type,
      replacement: how,
      properties: [],
    });
    cloud.changes = [
      losing("PostQueue", "AWS::SQS::Queue"),
      losing("MediaBucket", "AWS::S3::Bucket"),
      losing("CrawlTopic", "AWS::SNS::Topic"),
      losing("PostQueueAlarm", "AWS::CloudWatch::Alarm"),
      change,
    ];
    await expect(deploy()).rejects.toThrow(
      "removes or replaces PostQueue (AWS::SQS::Queue), MediaBucket (AWS::S3::Bucket), CrawlTopic (AWS::SNS::Topic), with",
    );
    expect(cloud.effects).toEqual(["propose the template from templates/", "discard"]);
    await deploy({ allowRemoval: true });
    expect(cloud.effects.at(-1)).toBe("execute");
  });

  test("never for want of that word when only functions, roles or alarms are replaced", async () => {
    cloud.changes = [{ ...change, replacement: "True" }];
    await deploy();
    expect(cloud.effects.at(-1)).toBe("execute");
  });
});

describe("a preview", () => {
  test("shows what would change and leaves the stack alone, even before the upload", async () => {
    cloud.bucket.clear();
    await deploy({ preview: true });
    expect(cloud.effects).toEqual(["propose the template from previews/", "discard"]);
    expect(cloud.lines).toEqual([
      "~ BalancerFunction (AWS::Lambda::Function): Code",
      "crawler: shown only, not changed",
    ]);
  });

  test("of a first deployment shows what it would make", async () => {
    cloud.parameters = undefined;
    cloud.changes = [{ ...change, action: "Add", replacement: undefined, properties: [] }];
    await deploy({ preview: true });
    expect(cloud.effects).toEqual(["propose the template from previews/ as new", "discard"]);
    expect(cloud.lines).toEqual([
      "+ BalancerFunction (AWS::Lambda::Function)",
      "crawler: shown only, not changed",
    ]);
  });
});
