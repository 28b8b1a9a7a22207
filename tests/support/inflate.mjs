// Decompress one Brotli file: node inflate.mjs SOURCE TARGET. Python has no Brotli of its own.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
const [, , source, target] = process.argv;
await pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(target, { mode: 0o755 }));
