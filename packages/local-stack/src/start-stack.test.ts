import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { writeZip } from "@reddit-crawler/stage-bundle/zip-writer";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { invoke, invokeAsync } from "./testing/test-clients.ts";
import { functionResource, startTestStack } from "./testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });

/** Two queues and a function that sends each event to the one that its environment names. */
const wired = (queue: string) => `
Resources:${functionResource("Sender", `Environment: { Variables: { QUEUE_URL: !Ref ${queue} } }`)}
  First: { Type: AWS::SQS::Queue, Properties: { QueueName: first } }
  Second: { Type: AWS::SQS::Queue }
Outputs:
  FirstUrl: { Value: !Ref First }`;
const sender = {
  "Sender.zip": `exports.handler = async (event) => {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage",
        authorization: "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID + "/" },
      body: JSON.stringify({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(event) }),
    });
    return answer.status;
  }`,
};
const hanging = {
  "F.zip": `exports.handler = (event) => {
    console.log(process.pid);
    while (event.spin);
    return new Promise(() => setInterval(() => {}, 1000));
  }`,
};

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a stack", () => {
  test.each([
    ["First", { First: { visible: 1 }, Second: { visible: 0 } }],
    ["Second", { First: { visible: 0 }, Second: { visible: 1 } }],
  ])("is wired by its template: sends to %s", async (queue, depths) => {
    const stack = await startTestStack({ template: wired(queue), code: sender });
    expect(await invoke(stack, { a: 1 }, "local-Sender")).toMatchObject({ result: 200 });
    expect(stack.queues()).toMatchObject(depths);
    expect(stack.outputs).toEqual({ FirstUrl: `${stack.endpointUrl}/000000000000/first` });
  });

  test("starts without starting a process", async () => {
    const stack = await startTestStack({ template: wired("First"), code: sender });
    expect(stack.functions()).toEqual([{ logicalId: "Sender", pids: [] }]);
  });

  test("listens on 127.0.0.1 only", async () => {
    const stack = await startTestStack({ template: wired("First"), code: sender });
    expect(new URL(stack.endpointUrl).hostname).toBe("127.0.0.1");
    const { port } = new URL(stack.endpointUrl);
    await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow("fetch failed");
  });

  test("leaves none of its buckets' files behind", async () => {
    const workDir = await temporaryFolder();
    const template = "Resources: { Bucket: { Type: AWS::S3::Bucket } }";
    const stack = await startTestStack({ template, workDir });
    await stack.objectsOf("local-bucket").put("a/long.txt", "x".repeat(100_000));
    const files = async () =>
      (await readdir(workDir, { recursive: true })).filter((name) => /^s3-\w+\/\d+$/.test(name));
    expect(await files()).toHaveLength(1);
    await stack.stop();
    expect(await files()).toEqual([]);
  });

  test.each([
    [
      "a missing artifact",
      `Resources:${functionResource("F")}`,
      "F: no artifact was given for its S3Key F.zip",
    ],
    [
      "a missing zip",
      `Resources:${functionResource("Gone")}`,
      /Gone: its zip .*gone.zip is missing/,
    ],
    [
      "a subscription of nobody",
      `Resources:
  Topic: { Type: AWS::SNS::Topic }
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref Topic, Protocol: lambda, Endpoint: nobody } }`,
      "S: the stack has no lambda endpoint nobody",
    ],
    [
      "an event configuration of nobody",
      "Resources: { C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: f, Qualifier: $LATEST } } }",
      "C: the stack has no function f",
    ],
    [
      "a schedule of nobody",
      "Resources: { R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: nobody }] } } }",
      "R: the stack has no function nobody",
    ],
    [
      "a dead-letter queue that is not there",
      "Resources: { Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: nobody, maxReceiveCount: 1 } } } }",
      "Q: the stack has no queue nobody for RedrivePolicy",
    ],
    [
      "a route to nobody",
      `Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true } }
  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: $default, Target: integrations/x } }`,
      "R: the stack has no integrations/x",
    ],
    [
      "a type that it does not run",
      "Resources: { T: { Type: AWS::DynamoDB::Table } }",
      "T (AWS::DynamoDB::Table)",
    ],
  ])("with %s is refused", async (_what, template, message) => {
    const artifacts = { "Gone.zip": "/nowhere/gone.zip" };
    await expect(startTestStack({ template, artifacts })).rejects.toThrow(message);
  });

  test("that is refused leaves nothing listening", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const { port: apiPort } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const template =
      "Resources: { A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } } }";
    await expect(startTestStack({ template, apiPort })).rejects.toThrow("answers nobody");
    await expect(fetch(`http://127.0.0.1:${apiPort}/`)).rejects.toThrow("fetch failed");
  });
});

describe("stopping", () => {
  test("ends every process and server at once, even of functions that hang", async () => {
    const stack = await startTestStack({
      template: `Resources:${functionResource("F", "Timeout: 900")}`,
      code: hanging,
    });
    await invokeAsync(stack);
    await invokeAsync(stack, { spin: true });
    await stack.event(
      "invoked",
      () => stack.events.filter(({ type }) => type === "invoked").length === 2,
    );
    const pids = stack.functions().flatMap(({ pids }) => pids);
    expect(pids.map(isAlive)).toEqual([true]);

    const startedAtMs = Date.now();
    await stack.stop();
    expect(Date.now() - startedAtMs).toBeLessThan(2000);
    expect(pids.map(isAlive)).toEqual([false]);
    await expect(fetch(stack.endpointUrl)).rejects.toThrow("fetch failed");
  });

  test("answers a caller that still waits with an error", async () => {
    const stack = await startTestStack({
      template: `Resources:${functionResource("F", "Timeout: 900")}`,
      code: hanging,
    });
    const waiting = Promise.allSettled([invoke(stack)]);
    await stack.event("invoked");
    await stack.stop();
    const [end] = await waiting;
    expect(end.status === "rejected" || end.value.error === "Unhandled").toBe(true);
    expect(stack.events.some(({ type }) => type === "failed")).toBe(false);
  });

  test("is not needed for processes whose stack was killed: they end by themselves", async () => {
    const folder = await temporaryFolder();
    const zip = [{ path: "index.js", bytes: Buffer.from(hanging["F.zip"]) }];
    await writeFile(join(folder, "F.zip"), await writeZip(zip));
    await writeFile(
      join(folder, "template.yaml"),
      `Resources:${functionResource("F", "Timeout: 900")}`,
    );
    const script = `
      import { startStack } from ${JSON.stringify(new URL("start-stack.ts", import.meta.url).href)};
      import { loadTemplate } from ${JSON.stringify(new URL("template/template-files.ts", import.meta.url).href)};
      const stack = await startStack({
        template: await loadTemplate("template.yaml"), parameters: {}, artifacts: { "F.zip": "F.zip" }, workDir: "work",
        onLog: ({ line }) => console.log(line),
      });
      await fetch(stack.endpointUrl + "/2015-03-31/functions/local-F/invocations", {
        method: "POST", body: "{}",
        headers: { authorization: "AWS4-HMAC-SHA256 Credential=" + stack.credentials.accessKeyId + "/" },
      });`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: folder });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [pid] = await once(parent.stdout, "data");
    expect(isAlive(Number(pid))).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(Number(pid)), { timeout: 10_000 }).toBe(false);
  });

  test("twice is stopping once", async () => {
    const stack = await startTestStack({ template: "Resources: {}" });
    expect(stack.stop()).toBe(stack.stop());
    await stack.stop();
    await expect(fetch(stack.endpointUrl)).rejects.toThrow("fetch failed");
  });
});
