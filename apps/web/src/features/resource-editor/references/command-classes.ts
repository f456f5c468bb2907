/** The looks of searchable lists, as in the command palette. */
export const COMMAND_INPUT =
  "h-9 w-full rounded-md border weak:border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-faint";
export const COMMAND_LIST = "weak:mt-2 max-h-72 overflow-y-auto";
export const COMMAND_ITEM =
  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-ink data-[selected=true]:bg-sunken";
export const COMMAND_HEADING =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint";
