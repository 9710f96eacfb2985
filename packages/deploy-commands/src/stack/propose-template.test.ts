import { beforeEach, expect, test } from "vitest";

import { FakeCloud } from "../testing/fake-cloud.ts";
import { proposeTemplate, type Comparison } from "./propose-template.ts";

const template = "Resources: { A: {} }";
const digest = "cc8770697369c97ed8d06cb9db33628db01130fc95989f1e9ffdf8e6819e0ed5";
const state = { status: "UPDATE_COMPLETE", parameters: { LogLevel: "info" }, outputs: {} };

let cloud: FakeCloud;
beforeEach(() => {
  cloud = new FakeCloud();
  cloud.changes = [
    { action: "Add", logicalId: "A", type: "T", replacement: undefined, properties: [] },
  ];
});
const propose = (purpose: Comparison["purpose"], set: Record<string, string> = {}) =>
  proposeTemplate(template, { set, keep: [] }, state, { purpose, bucket: "zips" }, cloud.world);

test("a template that is deployed is named by its content", async () => {
  await propose("deploy");
  expect([...cloud.uploads]).toEqual([[`templates/${digest}.yaml`, template]]);
});

test("two previews of one template never use the same object", async () => {
  await propose("preview");
  await cloud.world.clock.sleep(1);
  await propose("preview");
  expect([...cloud.uploads.keys()]).toEqual([
    `previews/0/${digest}.yaml`,
    `previews/1/${digest}.yaml`,
  ]);
});

test("the stack's own template with its own values is neither uploaded nor compared", async () => {
  cloud.template = template;
  expect(await propose("deploy", { LogLevel: "info" })).toBeUndefined();
  expect([cloud.uploads.size, cloud.effects]).toEqual([0, []]);
});

test("a new value of a parameter is compared, though the template is the stack's own", async () => {
  cloud.template = template;
  expect(await propose("deploy", { LogLevel: "warn" })).toBeDefined();
});
