import { readFile } from "node:fs/promises";

import { ProxyAgent, request } from "undici";
import * as z from "zod/mini";

import { demoCredentials, type Replay } from "../start-replay.ts";

/** What a test looks at of an answer. */
export interface TestAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** A program that reaches the replay as the stages do: through the proxy, trusting its authority. */
export interface TestClient {
  get(url: string, headers?: Record<string, string>): Promise<TestAnswer>;
  /** Gets what there is. Says only whether a whole answer came. */
  outcome(url: string): Promise<"answered" | "broken">;
  /** Asks for a token with these credentials, as an app that has a secret unless `grantType` says otherwise. */
  token(
    clientId?: string,
    clientSecret?: string,
    grantType?: string,
    fields?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
  /** Gets from oauth.reddit.com with a token of its own. */
  oauth(path: string): Promise<TestAnswer>;
  close(): Promise<void>;
}

const grantSchema = z.object({ access_token: z.string() });

const userAgent = "test:replay-reddit:1.0.0 (by /u/replay)";

/** Connects a client to a replay. */
export async function connectClient(replay: Replay): Promise<TestClient> {
  const dispatcher = new ProxyAgent({
    uri: replay.proxyUrl,
    requestTls: { ca: await readFile(replay.caFile, "utf8") },
  });
  async function send(
    url: string,
    options: { method?: "POST"; headers?: Record<string, string>; body?: string },
  ): Promise<TestAnswer> {
    const headers = { "user-agent": userAgent, ...options.headers };
    const answer = await request(url, { ...options, dispatcher, headers });
    const body = Buffer.from(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: answer.headers, body };
  }
  const { clientId, clientSecret } = demoCredentials;
  const client: TestClient = {
    get: (url, headers = {}) => send(url, { headers }),
    outcome: (url) =>
      send(url, {}).then(
        () => "answered",
        () => "broken",
      ),
    token: (id = clientId, secret = clientSecret, grantType = "client_credentials", fields = {}) =>
      send("https://www.reddit.com/api/v1/access_token", {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ grant_type: grantType, ...fields }).toString(),
      }),
    async oauth(path) {
      const granted = grantSchema.parse(JSON.parse((await client.token()).body.toString()));
      return client.get(`https://oauth.reddit.com${path}`, {
        authorization: `bearer ${granted.access_token}`,
      });
    },
    close: () => dispatcher.close(),
  };
  return client;
}
