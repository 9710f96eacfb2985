/** The part of an SDK client that the stages' adapters use. */
export type Send = (
  command: unknown,
  options?: { abortSignal?: AbortSignal },
) => Promise<Record<string, unknown>>;

/** A client whose requests end in `send`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says which client it stands in for
export function sdkClient<Client>(send: Send): Client {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the adapters call nothing else of a client
  return { send } as Client;
}
