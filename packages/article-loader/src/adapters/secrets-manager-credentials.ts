import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PermanentError, errorMessage } from "@reddit-crawler/function-runtime/errors";

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

  async function get(): Promise<string> {
    try {
      const secret = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      return secret.SecretString ?? "";
    } catch (error) {
      if (!(error instanceof Error) || !unreadable.has(error.name)) throw error;
      throw new PermanentError(
        "credentials-unreadable",
        `The secret that RedditCredentialsSecretArn names cannot be read (${error.name}: ${errorMessage(error)}). Check that it exists in this region and that the article-loader's role may read it.`,
        { cause: error },
      );
    }
  }

  return {
    read: async ({ fresh }) => {
      if (fresh) kept = undefined;
      kept ??= parseRedditCredentials(await retryableCall("secrets-unavailable", get));
      return kept;
    },
  };
}
