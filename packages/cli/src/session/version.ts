import manifest from "../../package.json" with { type: "json" };

/** Version of this package; the bundle holds it. */
export const VERSION: string = manifest.version;
