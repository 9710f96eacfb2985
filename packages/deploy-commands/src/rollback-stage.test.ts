import { beforeEach, expect, test } from "vitest";

import { FakeCloud } from "./fakes/fake-cloud.ts";
import { rollbackStage } from "./rollback-stage.ts";

let cloud: FakeCloud;
beforeEach(() => {
  cloud = new FakeCloud();
  cloud.parameters = {
    BalancerArtifact: "balancer/bad.zip",
    BalancerFormerArtifact: "balancer/good.zip",
    ApiEndpointArtifact: "api-endpoint/1.zip",
    ApiEndpointFormerArtifact: "",
  };
});

test("a rollback gives the stage its former zip and changes nothing else", async () => {
  await rollbackStage("balancer", undefined, cloud.ports);
  expect(cloud.effects).toEqual(["update BalancerArtifact BalancerFormerArtifact"]);
  expect(cloud.parameters).toMatchObject({ BalancerArtifact: "balancer/good.zip" });
  expect(cloud.lines.at(-1)).toBe("balancer: runs balancer/good.zip again");
});

test("the same command again goes forward", async () => {
  await rollbackStage("balancer", undefined, cloud.ports);
  await rollbackStage("balancer", undefined, cloud.ports);
  expect(cloud.parameters).toMatchObject({
    BalancerArtifact: "balancer/bad.zip",
    BalancerFormerArtifact: "balancer/good.zip",
  });
});

test("any zip of the bucket can be named", async () => {
  await rollbackStage("balancer", "balancer/ancient.zip", cloud.ports);
  expect(cloud.parameters).toMatchObject({
    BalancerArtifact: "balancer/ancient.zip",
    BalancerFormerArtifact: "balancer/bad.zip",
  });
});

test("a stage that was deployed once only has nothing to go back to", async () => {
  await expect(rollbackStage("api-endpoint", undefined, cloud.ports)).rejects.toThrow(
    "knows no former zip of api-endpoint",
  );
  expect(cloud.effects).toEqual([]);
});

test("the zip that runs already is no change", async () => {
  await rollbackStage("balancer", "balancer/bad.zip", cloud.ports);
  expect(cloud.effects).toEqual([]);
  expect(cloud.lines).toEqual(["balancer: no change, runs balancer/bad.zip"]);
});
