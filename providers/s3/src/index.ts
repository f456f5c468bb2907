import { defineProvider } from "@pragma/sdk/provider";
import { bucket } from "./bucket/index.ts";
import { bucketCors } from "./bucket-cors/index.ts";
import { bucketLifecycle } from "./bucket-lifecycle/index.ts";
import { bucketPolicy } from "./bucket-policy/index.ts";
import { connection } from "./connection.ts";
import { object } from "./object/index.ts";

/** Whatever speaks the S3 API: buckets, what rules them, and objects in them. */
export default defineProvider({
  connection,
  resources: {
    bucket,
    "bucket-policy": bucketPolicy,
    "bucket-lifecycle": bucketLifecycle,
    "bucket-cors": bucketCors,
    object,
  },
});
