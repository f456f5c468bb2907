export const OUTPUT_FORMATS = ["table", "json", "yaml", "markdown"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The values of the options that every command takes. */
export interface GlobalValues {
  context: string | undefined;
  token: string | undefined;
  apiUrl: string | undefined;
  output: OutputFormat;
}
