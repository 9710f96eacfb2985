import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createSecretCredentials, createSecretFeedKey } from "./secrets-manager-credentials.ts";

const secrets = mockClient(SecretsManagerClient);
const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:reddit-AbCdEf";
const store = () =>
  createSecretCredentials(new SecretsManagerClient({ region: "eu-central-1" }), arn);
const text = '{"client_id":"id","client_secret":"s"}';

beforeEach(() => secrets.reset());

test("the secret is read once, and again when it has to be fresh", async () => {
  secrets.on(GetSecretValueCommand, { SecretId: arn }).resolves({ SecretString: text });
  const credentials = store();
  expect(await credentials.read({ fresh: false })).toEqual({ client_id: "id", client_secret: "s" });
  await credentials.read({ fresh: false });
  expect(secrets.calls()).toHaveLength(1);
  await credentials.read({ fresh: true });
  expect(secrets.calls()).toHaveLength(2);
});

test.each(["ResourceNotFoundException", "AccessDeniedException", "DecryptionFailure"])(
  "%s is permanent and says what to check",
  async (name) => {
    secrets.on(GetSecretValueCommand).rejects(Object.assign(new Error("no"), { name }));
    await expect(store().read({ fresh: false })).rejects.toMatchObject({
      name: "PermanentError",
      code: "credentials-unreadable",
      message: expect.stringMatching(new RegExp(`${name}.*role may read it`)),
    });
  },
);

test("a service that does not answer is retryable", async () => {
  secrets.on(GetSecretValueCommand).rejects(new Error("timeout"));
  await expect(store().read({ fresh: false })).rejects.toMatchObject({
    code: "secrets-unavailable",
  });
});

test("a feed's key is read for each request, and its errors name its own parameter", async () => {
  const feed = createSecretFeedKey(new SecretsManagerClient({ region: "eu-central-1" }), arn);
  const key = { user: "catperson", token: "0123456789abcdef" };
  secrets
    .on(GetSecretValueCommand)
    .resolvesOnce({ SecretString: JSON.stringify(key) })
    .rejects(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  expect(await feed.read()).toEqual(key);
  await expect(feed.read()).rejects.toMatchObject({
    code: "credentials-unreadable",
    message: expect.stringContaining("RedditFeedSecretArn"),
  });
});

test("a secret of another shape is permanent, and read anew the next time", async () => {
  secrets
    .on(GetSecretValueCommand)
    .resolvesOnce({ SecretBinary: new Uint8Array([1]) })
    .resolves({ SecretString: text });
  const credentials = store();
  await expect(credentials.read({ fresh: false })).rejects.toMatchObject({
    name: "PermanentError",
    code: "credentials-malformed",
  });
  expect(await credentials.read({ fresh: false })).toMatchObject({ client_id: "id" });
});
