/**
 * Stands in for the SDK's checksums in JavaScript, which it takes where Node has none of its own
 * (https://nodejs.org/docs/latest-v24.x/api/crypto.html, https://nodejs.org/docs/latest-v24.x/api/zlib.html#zlibcrc32data-value).
 * CRC32C and CRC64-NVME are not among them: those Node lacks.
 */
export const Crc32Js = undefined;
export const Md5Js = undefined;
export const Sha1Js = undefined;
export const Sha256Js = undefined;
