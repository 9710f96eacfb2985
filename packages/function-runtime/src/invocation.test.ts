import { expect, test } from "vitest";

import { invocationFields, traceIdOf } from "./invocation.ts";

const id = "1-5759e988-bd862e3fe1be46a994272793";

test.each([
  [`Root=${id};Parent=53995c3f42cd8ad8;Sampled=1`, id],
  [`Self=1-67891234-12456789abcdef012345678;Root=${id}`, id],
  [`Root=${id}`, id],
  ["Root=1-5759e988;Sampled=1", undefined],
  [`Root=${id}"}\n{"level":"error"`, undefined],
  ["", undefined],
  [undefined, undefined],
])("the trace of %j is %j", (header, traceId) => {
  expect(traceIdOf(header)).toBe(traceId);
});

test("a line names the trace of the request that led to it, or else the invocation's own", () => {
  const env = { _X_AMZN_TRACE_ID: `Root=${id};Sampled=0` };
  const context = { awsRequestId: "r" };
  expect(invocationFields(env, context)).toEqual({ function_request_id: "r", xray_trace_id: id });
  expect(invocationFields(env, context, "1-first")).toMatchObject({ xray_trace_id: "1-first" });
  expect(JSON.stringify(invocationFields({}, {}))).toBe("{}");
});
