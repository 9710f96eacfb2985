import { beforeEach, describe, expect, test } from "vitest";

import { findAffected } from "./affected-stages.ts";
import { artifactOf, crawlerParameters, FakeCloud } from "../testing/fake-cloud.ts";
import { stages } from "../stages/stages.ts";

const built = {
  template: "the template",
  defaults: { ArtifactBucket: undefined, BalancerArtifact: undefined, LogLevel: "info" },
  artifacts: stages.map((stage) => artifactOf(stage, "1")),
};

let cloud: FakeCloud;
beforeEach(() => {
  cloud = new FakeCloud();
  cloud.parameters = crawlerParameters();
});

describe("affected is", () => {
  test("no stage, when the stack has all that is built", async () => {
    expect(await findAffected(built, cloud.world)).toEqual({ stages: [], template: false });
  });

  test("each stage that runs another zip, for whatever reason it was not deployed", async () => {
    cloud.parameters = {
      ...cloud.parameters,
      BalancerArtifact: "balancer/0.zip",
      DownloadWorkerArtifact: "download-worker/2.zip",
    };
    expect(await findAffected(built, cloud.world)).toEqual({
      stages: ["balancer", "download-worker"],
      template: false,
    });
  });

  test("the template, when it changes the stack with the zips that this one has", async () => {
    cloud.parameters = { ...cloud.parameters, BalancerArtifact: "balancer/0.zip" };
    cloud.changes = [
      { action: "Add", logicalId: "A", type: "T", replacement: undefined, properties: [] },
    ];
    expect(await findAffected(built, cloud.world)).toEqual({
      stages: ["balancer"],
      template: true,
    });
    expect(cloud.effects).toEqual(["propose the template from previews/", "discard"]);
  });

  test("everything, when there is no stack", async () => {
    cloud.parameters = undefined;
    expect(await findAffected(built, cloud.world)).toEqual({ stages, template: true });
    expect(cloud.effects).toEqual([]);
  });

  test("told once an update that is running has ended", async () => {
    cloud.running = [{ status: "UPDATE_IN_PROGRESS" }];
    cloud.parameters = { ...cloud.parameters, BalancerArtifact: "balancer/0.zip" };
    cloud.running.push({
      status: "UPDATE_IN_PROGRESS",
      meanwhile: () => (cloud.parameters = crawlerParameters()),
    });
    expect(await findAffected(built, cloud.world)).toEqual({ stages: [], template: false });
  });

  test("nothing that anyone can tell of a stack that is not the crawler's", async () => {
    cloud.parameters = { VpcId: "vpc-1" };
    await expect(findAffected(built, cloud.world)).rejects.toThrow("is no stack of the crawler");
  });
});
