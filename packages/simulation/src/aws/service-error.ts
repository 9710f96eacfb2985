/** An error as the SDK throws it: a name, and the HTTP status where an answer came. */
export class ServiceError extends Error {
  readonly $metadata: { httpStatusCode?: number };

  constructor(name: string, httpStatusCode: number | undefined) {
    super(`${name}${httpStatusCode === undefined ? "" : ` (${httpStatusCode})`}`);
    this.name = name;
    this.$metadata = httpStatusCode === undefined ? {} : { httpStatusCode };
  }

  /** Whether the SDK retries it by itself (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html). */
  get isRetriedBySdk(): boolean {
    const { httpStatusCode } = this.$metadata;
    return (
      this.name === "ThrottlingException" ||
      httpStatusCode === undefined ||
      httpStatusCode === 429 ||
      httpStatusCode >= 500
    );
  }
}
