# ask-zsh.zsh SCRIPT LINE: has a zsh at a terminal of its own complete the end of a line, and prints what it offers, one
# a line. Completion runs nowhere else than in the line editor, so that one is typed into.
zmodload zsh/zpty
zpty asked zsh -f -i
# Called with -O, -A or -D, compadd only fills arrays for its caller.
prepare='
PS1= PROMPT2=
autoload -Uz compinit && compinit -D -u
source '${(q)1}'
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a offers
  builtin compadd -A offers "$@"
  (( $#offers )) && print -rl -- "offer:"${^offers}
  builtin compadd "$@"
}
ask() { zle complete-word; print -r -- "that is all"; exit }
zle -N ask
bindkey "^I" ask
print ready'
zpty -w asked "$prepare"
while zpty -r asked line; do [[ $line == ready* ]] && break; done
zpty -w -n asked "$2"$'\t'
while zpty -r asked line; do
  line=${${line//$'\r'/}%$'\n'}
  [[ $line == *offer:* ]] && print -r -- ${line##*offer:}
  [[ $line == *'that is all'* ]] && break
done
zpty -d asked
