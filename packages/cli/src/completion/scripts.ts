/** Scripts that have the shell ask `pragma __complete` with the words so far. Its answer is a name a line; 9 means files. */
export const SCRIPTS = {
  bash: `# pragma completion for bash
_pragma() {
  local IFS=$'\\n' line=() names
  # Bash breaks words at ":" and "=" too; the words as they were typed are wanted.
  read -r -a line -d '' <<< "$(printf '%s\\n' "\${COMP_LINE:0:COMP_POINT}" | tr -s ' ' '\\n')"
  [[ "\${COMP_LINE:0:COMP_POINT}" == *' ' ]] && line+=('')
  names=$(pragma __complete -- "\${line[@]:1}" 2>/dev/null)
  if [[ $? -eq 9 ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
    return
  fi
  local word="\${line[-1]}" last="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($names)
  # What stands before the last break is typed already.
  [[ "$word" != "$last" && -n "$last" ]] && COMPREPLY=("\${COMPREPLY[@]#"\${word%"$last"}"}")
  return 0
}
complete -F _pragma pragma
`,
  zsh: `#compdef pragma
_pragma() {
  local names
  names=("\${(@f)$(pragma __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $? -eq 9 || ( \${#names} -eq 1 && -z "$names[1]" ) ]]; then
    _files
  else
    compadd -Q -a names
  fi
}
compdef _pragma pragma
`,
  fish: `# pragma completion for fish
function __pragma_complete
  set -l words (commandline -opc)
  set -l names (pragma __complete -- $words[2..] (commandline -ct) 2>/dev/null)
  if test $status -eq 9
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $names
  end
end
complete -c pragma -f -a '(__pragma_complete)'
`,
} as const;
