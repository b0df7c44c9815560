/** What follows an option or stands at a place: one of these words, a file, a folder, or whatever people write. */
export type Completed =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'text' };

export interface CompletedOption {
  /** With its dashes. */
  readonly name: string;
  readonly description: string;
  /** Undefined for a switch. */
  readonly value?: Completed;
}

export interface CompletedVerb {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly arguments: readonly Completed[];
}

/** A command line as far as a shell completes it. */
export interface CommandLine {
  readonly program: string;
  /** Those that fit every verb. */
  readonly options: readonly CompletedOption[];
  readonly verbs: readonly CompletedVerb[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELLS)[number];

/** The script that such a shell reads to complete the command line. */
export function completionFor(shell: ShellName, line: CommandLine): string {
  return { bash, zsh, fish }[shell](line);
}

/** Options of a verb with those of every verb, as `verb:--option`, for which something holds. */
const labels = (
  { options, verbs }: CommandLine,
  holds: (option: CompletedOption) => boolean,
): readonly string[] => [
  ...options.filter(holds).map(({ name }) => `*:${name}`),
  ...verbs.flatMap((verb) => verb.options.filter(holds).map(({ name }) => `${verb.name}:${name}`)),
];

const names = (options: readonly CompletedOption[]): string => options.map(({ name }) => name).join(' ');

const isToldOf = (completed: Completed | undefined): completed is Completed =>
  completed !== undefined && completed.kind !== 'text';

const bashReply = (completed: Completed): string =>
  completed.kind === 'words'
    ? `COMPREPLY=($(compgen -W '${completed.words.join(' ')}' -- "$cur"))`
    : `compopt -o filenames; IFS=$'\\n'; COMPREPLY=($(compgen -${completed.kind === 'files' ? 'f' : 'd'} -- "$cur"))`;

function bash(line: CommandLine): string {
  const { program, options, verbs } = line;
  const valued = labels(line, ({ value }) => value !== undefined);
  const values = [
    ...options.map((option) => ['*', option] as const),
    ...verbs.flatMap((verb) => verb.options.map((option) => [verb.name, option] as const)),
  ].flatMap(([verb, { name, value }]) =>
    isToldOf(value) ? [`      ${verb}:${name}) ${bashReply(value)} ;;`] : [],
  );
  const places = verbs.flatMap((verb) =>
    verb.arguments.flatMap((completed, at) =>
      isToldOf(completed) ? [`    ${verb.name}:${at}) ${bashReply(completed)} ;;`] : [],
    ),
  );
  return `# Completes ${program} in bash: source <(${program} completion bash)
_${program}() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]} verb= word last= at=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $last ]]; then last=; continue; fi
    case $verb:$word in
      ${valued.join(' | ')}) last=$word ;;
      *:-*) ;;
      :*) verb=$word ;;
      *) at=$((at + 1)) ;;
    esac
  done
  if [[ -n $last ]]; then
    case $verb:$last in
${values.join('\n')}
    esac
    return
  fi
  if [[ $cur == -* ]]; then
    local options='${names(options)}'
    case $verb in
${verbs
  .filter((verb) => verb.options.length > 0)
  .map((verb) => `      ${verb.name}) options+=' ${names(verb.options)}' ;;`)
  .join('\n')}
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    return
  fi
  case $verb:$at in
    :*) COMPREPLY=($(compgen -W '${verbs.map(({ name }) => name).join(' ')}' -- "$cur")) ;;
${places.join('\n')}
  esac
}
complete -F _${program} ${program}
`;
}

/** For a text within single quotes, in which brackets and colons have a meaning of zsh's own. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, String.raw`\$&`).replaceAll("'", "'\\''");

const zshAction = (completed: Completed): string => {
  if (completed.kind === 'words') return `(${completed.words.join(' ')})`;
  return { files: '_files', folders: '_files -/', text: ' ' }[completed.kind];
};

function zsh({ program, options, verbs }: CommandLine): string {
  const option = ({ name, description, value }: CompletedOption): string =>
    `'${name}[${zshText(description)}]${value === undefined ? '' : `:value:${zshAction(value)}`}'`;
  const verb = (each: CompletedVerb): string => {
    const places = each.arguments.map((completed, at) => `'${at + 1}::value:${zshAction(completed)}'`);
    return `    ${each.name}) _arguments ${[...options, ...each.options].map(option).concat(places).join(' ')} ;;`;
  };
  return `#compdef ${program}
# Completes ${program} in zsh: source <(${program} completion zsh), after compinit
_${program}() {
  local curcontext=$curcontext state line
  local -a verbs
  verbs=(
${verbs.map(({ name, description }) => `    '${name}:${zshText(description)}'`).join('\n')}
  )
  _arguments -C ${options.map(option).join(' ')} '1: :->verb' '*:: :->rest'
  case $state in
  verb) _describe verb verbs ;;
  rest)
    case $words[1] in
${verbs.map(verb).join('\n')}
    esac ;;
  esac
}
if [[ $funcstack[1] == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

const fishText = (text: string): string => `'${text.replace(/['\\]/g, String.raw`\$&`)}'`;

const fishValue = (completed: Completed): string => {
  if (completed.kind === 'words') return `-x -a ${fishText(completed.words.join(' '))}`;
  return { files: '-r -F', folders: "-x -a '(__fish_complete_directories)'", text: '-x' }[completed.kind];
};

function fish({ program, options, verbs }: CommandLine): string {
  const option = ({ name, description, value }: CompletedOption, condition = ''): string =>
    [
      `complete -c ${program}${condition} -l ${name.replace(/^--/, '')}`,
      ...(value === undefined ? [] : [fishValue(value)]),
      `-d ${fishText(description)}`,
    ].join(' ');
  const ofVerb = (verb: CompletedVerb): readonly string[] => {
    const condition = ` -n '__fish_seen_subcommand_from ${verb.name}'`;
    const [first] = verb.arguments;
    return [
      `complete -c ${program} -n __fish_use_subcommand -a ${verb.name} -d ${fishText(verb.description)}`,
      ...verb.options.map((each) => option(each, condition)),
      ...(isToldOf(first)
        ? [`complete -c ${program}${condition} ${fishValue(first).replace('-r ', '').replace('-x ', '')}`]
        : []),
    ];
  };
  return [
    `# Completes ${program} in fish: ${program} completion fish | source`,
    `complete -c ${program} -f`,
    ...options.map((each) => option(each)),
    ...verbs.flatMap(ofVerb),
    '',
  ].join('\n');
}
