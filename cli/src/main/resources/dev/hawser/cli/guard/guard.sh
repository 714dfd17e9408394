# Waits for the end of the process at the other end of standard input; see Guard.java.
# Arguments: the directory of the orders, then the command that completes the undo.
trap '' HUP INT QUIT TERM
while read -r word; do
  [ "$word" = over ] && exit 0
done
directory=$1
shift
if [ -f "$directory/curl" ] && command -v curl >/dev/null 2>&1; then
  curl -q --config "$directory/curl" >"$directory/answer" 2>&1
fi
exec "$@"
