import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";

/** What CloudFormation and SQS answer about one deployed stack. */
export interface FakeAws {
  /** Where the SDK finds them, and whom it signs as. */
  readonly environment: Readonly<Record<string, string>>;
  /** The SQS actions that were asked for, in order, with the names of their queues. */
  readonly actions: string[];
  stop(): Promise<void>;
}

/** A stack called `demo` with these outputs, whose dead-letter queue holds `deadLetters` messages, each with `body`. */
export async function startFakeAws(
  outputs: Readonly<Record<string, string>>,
  deadLetters = 0,
  body = "",
): Promise<FakeAws> {
  const actions: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const target = request.headers["x-amz-target"];
    if (typeof target === "string") {
      const { QueueUrl, SourceArn, DestinationArn }: Record<string, string | undefined> =
        JSON.parse(await text(request));
      const queue = QueueUrl?.split("/").at(-1);
      const [source, destination] = [SourceArn, DestinationArn].map((arn) =>
        arn?.split(":").at(-1),
      );
      actions.push(`${target.split(".")[1]} ${queue ?? `${source} to ${destination}`}`);
      const Attributes = {
        QueueArn: `arn:aws:sqs:eu-central-1:123456789012:${queue}`,
        ApproximateNumberOfMessages: String(deadLetters),
      };
      const MD5OfBody = createHash("md5").update(body).digest("hex");
      const Messages = Array.from({ length: deadLetters }, () => ({ Body: body, MD5OfBody }));
      response.end(JSON.stringify({ Attributes, Messages, TaskHandle: "task" }));
      return;
    }
    const known = new URLSearchParams(await text(request)).get("StackName") === "demo";
    response
      .writeHead(known ? 200 : 400, { "content-type": "text/xml" })
      .end(known ? describedStack(outputs) : noSuchStack);
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    actions,
    environment: {
      AWS_ENDPOINT_URL_CLOUDFORMATION: url,
      AWS_ENDPOINT_URL_SQS: url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "the-secret",
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function describedStack(outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>demo</StackName><CreationTime>2026-11-22T20:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Parameters><member><ParameterKey>MediaHosts</ParameterKey><ParameterValue>reddit,imgur</ParameterValue></member></Parameters><Outputs>${members.join("")}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

const noSuchStack =
  '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id nope does not exist</Message></Error></ErrorResponse>';
