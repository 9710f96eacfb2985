import { beforeEach, describe, expect, test } from "vitest";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { deployStages } from "./deploy-stages.ts";
import { artifactOf, crawlerParameters, FakeCloud } from "../testing/fake-cloud.ts";

let cloud: FakeCloud;
const balancer = artifactOf("balancer", "new");
const deployBalancer = () => deployStages([balancer], "zips", cloud.world);

beforeEach(() => {
  cloud = new FakeCloud();
  cloud.bucket.add(balancer.key);
  cloud.parameters = {
    ...crawlerParameters(),
    BalancerArtifact: "balancer/old.zip",
    BalancerFormerArtifact: "balancer/older.zip",
    LogLevel: "debug",
  };
});

describe("deploying one stage", () => {
  test("changes that stage's zip, remembers the former one, and keeps everything else", async () => {
    const before = { ...cloud.parameters };
    await deployBalancer();
    expect(cloud.effects).toEqual(["update BalancerArtifact BalancerFormerArtifact"]);
    expect(cloud.parameters).toEqual({
      ...before,
      BalancerArtifact: "balancer/new.zip",
      BalancerFormerArtifact: "balancer/old.zip",
    });
    expect(cloud.lines.at(-1)).toBe("balancer: runs balancer/new.zip");
  });

  test("does nothing, successfully, when the stage has that zip already", async () => {
    cloud.bucket.add("api-endpoint/1.zip");
    await deployStages([artifactOf("api-endpoint", "1")], "zips", cloud.world);
    expect(cloud.effects).toEqual([]);
    expect(cloud.lines).toEqual(["api-endpoint: no change, runs api-endpoint/1.zip"]);
  });

  test("waits for an update that is running, and starts from what that one left", async () => {
    const meanwhile = () => {
      cloud.parameters = { ...cloud.parameters, BalancerArtifact: "balancer/2.zip" };
    };
    cloud.running = [
      { status: "UPDATE_IN_PROGRESS" },
      { status: "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", meanwhile },
    ];
    await deployBalancer();
    expect(cloud.lines).toContain("crawler: UPDATE_IN_PROGRESS, waiting");
    expect(cloud.elapsedMs).toBeGreaterThan(0);
    expect(cloud.parameters).toMatchObject({
      BalancerArtifact: "balancer/new.zip",
      BalancerFormerArtifact: "balancer/2.zip",
    });
  });

  test("tries again when another team was faster", async () => {
    cloud.busy = 2;
    await deployBalancer();
    expect(cloud.parameters).toMatchObject({ BalancerArtifact: "balancer/new.zip" });
  });

  test("gives up waiting after an hour", async () => {
    cloud.status = "UPDATE_IN_PROGRESS";
    await expect(deployBalancer()).rejects.toThrow("still in UPDATE_IN_PROGRESS after an hour");
    expect(cloud.elapsedMs).toBe(3_600_000);
  });
});

describe("a failure names every resource and why", () => {
  const event = (
    logicalId: string,
    status: string,
    reason?: string,
    type = "AWS::Lambda::Function",
  ) => ({
    logicalId,
    type,
    status,
    reason,
  });
  const ofStack = (status: string) =>
    event("crawler", status, undefined, "AWS::CloudFormation::Stack");

  test("of this operation, the first one first, consequences left out", async () => {
    cloud.outcome = "UPDATE_ROLLBACK_COMPLETE";
    cloud.history = [
      ofStack("UPDATE_ROLLBACK_COMPLETE"),
      ofStack("UPDATE_ROLLBACK_IN_PROGRESS"),
      event("ApiEndpointFunction", "UPDATE_FAILED", "Resource update cancelled"),
      event("DownloadWorkerFunction", "UPDATE_FAILED"),
      event("BalancerFunction", "UPDATE_FAILED", "The specified key does not exist."),
      ofStack("UPDATE_IN_PROGRESS"),
      event("ArticleLoaderFunction", "UPDATE_FAILED", "a failure of last week"),
    ];
    await expect(deployBalancer()).rejects.toThrow(
      new CommandError(
        [
          "crawler: The update failed, and everything is as it was before.",
          "  BalancerFunction (AWS::Lambda::Function): The specified key does not exist.",
          "  DownloadWorkerFunction (AWS::Lambda::Function): no reason given",
        ].join("\n"),
      ),
    );
  });

  test.each([
    ["ROLLBACK_COMPLETE", "aws cloudformation delete-stack --stack-name crawler"],
    ["UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name crawler"],
  ])("and a stack in %s is told how to be freed", async (status, command) => {
    cloud.status = status;
    await expect(deployBalancer()).rejects.toThrow(command);
    expect(cloud.effects).toEqual([]);
  });
});

describe("nothing is touched", () => {
  test("when the stack's template does not give the stage a variable that it needs", async () => {
    const functionOf = (id: string, variables: string) =>
      `  ${id}Function: { Type: AWS::Lambda::Function, Properties: { Code: { S3Key: !Ref ${id}Artifact }, Environment: { Variables: { ${variables} } } } }\n`;
    const demanding = [{ ...balancer, variables: ["LOG_LEVEL", "FINISHED_TOPIC_ARN"] }];
    const others = functionOf("ApiEndpoint", "FINISHED_TOPIC_ARN: x");
    cloud.template = `Resources:\n${others}${functionOf("Balancer", "LOG_LEVEL: info")}`;
    await expect(deployStages(demanding, "zips", cloud.world)).rejects.toThrow(
      "balancer needs FINISHED_TOPIC_ARN, which the template of crawler does not give it yet",
    );
    expect(cloud.effects).toEqual([]);
    cloud.template = `Resources:\n${functionOf("Balancer", "LOG_LEVEL: info, FINISHED_TOPIC_ARN: x")}`;
    await deployStages(demanding, "zips", cloud.world);
    expect(cloud.effects).toHaveLength(1);
  });

  test("when the zip was not uploaded", async () => {
    cloud.bucket.clear();
    await expect(deployBalancer()).rejects.toThrow("reddit-crawler upload balancer --bucket zips");
    expect(cloud.effects).toEqual([]);
  });

  test("when there is no stack yet", async () => {
    cloud.parameters = undefined;
    await expect(deployBalancer()).rejects.toThrow(
      "reddit-crawler deploy --stack crawler --bucket zips",
    );
  });

  test("when the stack is not the crawler's", async () => {
    cloud.parameters = { VpcId: "vpc-1" };
    await expect(deployBalancer()).rejects.toThrow("crawler is no stack of the crawler");
    expect(cloud.effects).toEqual([]);
  });

  test("when the stack takes its zips from another bucket", async () => {
    cloud.parameters = { ...cloud.parameters, ArtifactBucket: "others" };
    await expect(deployBalancer()).rejects.toThrow("from others, not from zips");
    expect(cloud.effects).toEqual([]);
  });
});
