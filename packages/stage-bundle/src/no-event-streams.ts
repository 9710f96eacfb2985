/**
 * Stands in for the SDK's event streams, which none of the operations in use has. The original is loaded by a dynamic
 * import, and that alone makes the bundler wrap every module of the SDK.
 */
function unused(): never {
  throw new Error("Event streams are not part of this bundle.");
}

export const resolveEventStreamSerdeConfig = (config: object) => config;
export const eventStreamSerdeProvider = unused;
export const EventStreamSerde = unused;
