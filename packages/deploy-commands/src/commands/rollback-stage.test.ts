import { beforeEach, expect, test } from "vitest";

import { crawlerParameters, FakeCloud } from "../testing/fake-cloud.ts";
import { rollbackStage } from "./rollback-stage.ts";

const ancient = `balancer/${"a".repeat(64)}.zip`;
const bad = `balancer/${"b".repeat(64)}.zip`;

let cloud: FakeCloud;
beforeEach(() => {
  cloud = new FakeCloud();
  for (const key of [ancient, bad, "balancer/good.zip"]) cloud.bucket.add(key);
  cloud.parameters = {
    ...crawlerParameters(),
    BalancerArtifact: bad,
    BalancerFormerArtifact: "balancer/good.zip",
  };
});

test("a rollback gives the stage its former zip and changes nothing else", async () => {
  await rollbackStage("balancer", undefined, cloud.world);
  expect(cloud.effects).toEqual(["update BalancerArtifact BalancerFormerArtifact"]);
  expect(cloud.parameters).toMatchObject({ BalancerArtifact: "balancer/good.zip" });
  expect(cloud.lines.at(-1)).toBe("balancer: runs balancer/good.zip again");
});

test("the same command again goes forward", async () => {
  await rollbackStage("balancer", undefined, cloud.world);
  await rollbackStage("balancer", undefined, cloud.world);
  expect(cloud.parameters).toMatchObject({
    BalancerArtifact: bad,
    BalancerFormerArtifact: "balancer/good.zip",
  });
});

test("any zip of the bucket can be named", async () => {
  await rollbackStage("balancer", ancient, cloud.world);
  expect(cloud.parameters).toMatchObject({
    BalancerArtifact: ancient,
    BalancerFormerArtifact: bad,
  });
});

test("a stage that was deployed once only has nothing to go back to", async () => {
  await expect(rollbackStage("api-endpoint", undefined, cloud.world)).rejects.toThrow(
    "knows no former zip of api-endpoint",
  );
  expect(cloud.effects).toEqual([]);
});

test("the zip that runs already is no change", async () => {
  await rollbackStage("balancer", bad, cloud.world);
  expect(cloud.effects).toEqual([]);
  expect(cloud.lines).toEqual([`balancer: no change, runs ${bad}`]);
});

test.each([
  ["another stage's", `api-endpoint/${"a".repeat(64)}.zip`],
  ["a stage's whose name begins alike", `balancer-2/${"a".repeat(64)}.zip`],
  ["one that is named after nothing", "balancer/latest.zip"],
  ["the source maps", `balancer/${"a".repeat(64)}.maps.zip`],
  ["nothing", ""],
])("a zip that is %s is refused before the stack is even asked", async (_, key) => {
  cloud.bucket.add(key);
  cloud.describe = () => Promise.reject(new Error("asked"));
  await expect(rollbackStage("balancer", key, cloud.world)).rejects.toThrow(
    `${key} is no zip of balancer`,
  );
});

test.each([
  ["named", `balancer/${"c".repeat(64)}.zip`],
  ["former", undefined],
])("a %s zip that is not in the stack's bucket touches nothing", async (_, to) => {
  cloud.bucket.delete("balancer/good.zip");
  await expect(rollbackStage("balancer", to, cloud.world)).rejects.toThrow(
    "is not in zips, the bucket of crawler",
  );
  expect(cloud.effects).toEqual([]);
});

test("a stack that is not the crawler's is left alone", async () => {
  cloud.parameters = { VpcId: "vpc-1" };
  await expect(rollbackStage("balancer", ancient, cloud.world)).rejects.toThrow(
    "is no stack of the crawler",
  );
  expect(cloud.effects).toEqual([]);
});
