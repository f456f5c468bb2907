export { type BlobStore, postgresBlobStore } from "./blob-store.ts";
