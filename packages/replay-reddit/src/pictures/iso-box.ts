/** Frames one box of ISO/IEC 14496-12: its size, its name, its content. */
export function box(name: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([uint32(body.length + 8), text(name), body]);
}

/** A box with version 0 and no flags before its content. */
export function fullBox(name: string, ...content: readonly Uint8Array[]): Buffer {
  return box(name, uint32(0), ...content);
}

/** The content of the first box `name` in `file`. @throws when there is none. */
export function contentOf(file: Buffer, name: string): Buffer {
  const at = file.indexOf(name, 4, "latin1");
  if (at < 0) throw new Error(`The file has no box ${name}.`);
  return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4));
}

/** Numbers of 32 bits, one after another. */
export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** Numbers of 16 bits, one after another. */
export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index);
  return bytes;
}

/** Letters of one byte each. */
export function text(letters: string): Buffer {
  return Buffer.from(letters, "latin1");
}
