/**
 * The shell script that runs Postgres and ends it when its last user is gone.
 * Arguments: the lease pipe, the log file, then the command. It prints the server's process id, waits for one line
 * (the starter has taken its lease) or the starter's death, and from then on for the end of the pipe, which comes
 * when no process holds it open for writing any more.
 * Descriptor 4 keeps the pipe open until the starter holds it; Postgres must inherit neither end, or the pipe would
 * outlive the watchdog. `read` is a builtin: a child such as `cat` would keep the pipe when the script is killed.
 * Holders write a line now and then: the watcher that is left when the script was killed then sees whether Postgres
 * still lives, and ends if it does not, so that the holders start a new one. A dead process that nobody waited for
 * still has its id, but no working folder.
 */
export const WATCHDOG_SCRIPT = `
fifo=$1; log=$2; shift 2
exec 4<>"$fifo" 3<"$fifo" 5<&0
"$@" </dev/null >>"$log" 2>&1 3<&- 4<&- 5<&- &
pg=$!
lives() { kill -0 $pg && { [ ! -e /proc/self/cwd ] || [ -e /proc/$pg/cwd ]; }; }
(
  exec >/dev/null
  read -r line <&5
  exec 4<&- 5<&-
  while read -r line <&3; do lives || exit 0; done
  lives || exit 0
  kill -INT $pg; kill -CONT $pg
  n=0; while [ $n -lt 100 ] && lives; do n=$((n + 1)); sleep 0.1; done
  lives || exit 0
  kill -QUIT $pg; sleep 2; lives && kill -KILL $pg
) 2>/dev/null &
watcher=$!
exec 3<&- 4<&- 5<&-
trap 'kill -INT $pg' TERM INT HUP
echo $pg
exec >/dev/null 2>&1
while kill -0 $pg; do wait $pg; status=$?; done
kill -KILL $watcher
exit $status
`;
