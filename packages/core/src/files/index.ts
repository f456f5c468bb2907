export { type BlobStore, postgresBlobStore } from "./blob-store.ts";
export { checksumOf } from "./checksum.ts";
export { type Download, downloadFile, downloadSignedFile } from "./download-file.ts";
export { fileOutputs } from "./file-outputs.ts";
export { signPublicUrl, verifySignature } from "./signature.ts";
export { type Upload, uploadFile } from "./upload-file.ts";
