import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PermanentError, errorMessage } from "@reddit-crawler/function-runtime/errors";

import { parseFeedKey, type FeedKeyStore } from "../reddit/feed-key.ts";
import {
  parseRedditCredentials,
  type CredentialsStore,
  type RedditCredentials,
} from "../reddit/tokens/reddit-credentials.ts";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";

/** Errors that a retry does not change (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html). */
const unreadable = new Set([
  "AccessDeniedException",
  "DecryptionFailure",
  "InvalidParameterException",
  "InvalidRequestException",
  "ResourceNotFoundException",
]);

/** The credentials in the secret `secretArn`, read when first needed and kept in memory only. */
export function createSecretCredentials(
  client: SecretsManagerClient,
  secretArn: string,
): CredentialsStore {
  let kept: RedditCredentials | undefined;
  return {
    read: async ({ fresh }) => {
      if (fresh) kept = undefined;
      kept ??= parseRedditCredentials(
        await secretText(client, secretArn, "RedditCredentialsSecretArn"),
      );
      return kept;
    },
  };
}

/** The feed's key in the secret `secretArn`, read for each request, of which there is one a minute. */
export function createSecretFeedKey(client: SecretsManagerClient, secretArn: string): FeedKeyStore {
  return {
    read: async () => parseFeedKey(await secretText(client, secretArn, "RedditFeedSecretArn")),
  };
}

/** @throws {PermanentError} `credentials-unreadable`. @throws {RetryableError} `secrets-unavailable`. */
function secretText(
  client: SecretsManagerClient,
  secretArn: string,
  parameter: string,
): Promise<string> {
  return retryableCall("secrets-unavailable", async () => {
    try {
      const secret = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      return secret.SecretString ?? "";
    } catch (error) {
      if (!(error instanceof Error) || !unreadable.has(error.name)) throw error;
      throw new PermanentError(
        "credentials-unreadable",
        `The secret that ${parameter} names cannot be read (${error.name}: ${errorMessage(error)}). Check that it exists in this region and that the article-loader's role may read it.`,
        { cause: error },
      );
    }
  });
}
