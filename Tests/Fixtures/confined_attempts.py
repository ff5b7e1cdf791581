"""What a program that compiles a candidate may try, each by itself: confined_attempts.py SOURCES OUTPUT VICTIM LEAN SECRET.

Prints one line an attempt and exits with 1 where one that must be refused was not, or the other way round."""
import ctypes, fcntl, mmap, os, resource, signal, socket, struct, subprocess, sys, termios, threading
src, out, victim, lean, secret = sys.argv[1:6]; victim = int(victim); parent = os.getppid()
libc = ctypes.CDLL(None, use_errno=True)
def sc(n, *a):
    r = libc.syscall(ctypes.c_long(n), *[ctypes.c_long(x) if isinstance(x, int) else x for x in a])
    if r < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return r
def raw_open(path, flags):
    return sc(2, path.encode(), flags, 0o644)
def memfd_exec():
    fd = os.memfd_create('x'); os.write(fd, open('/usr/bin/true', 'rb').read()); os.execve(fd, ['x'], {})
def prefd(): os.set_inheritable(0, True); raise OSError('no descriptor') if not [f for f in range(3, 64) if is_open(f)] else None
def is_open(f):
    try: os.fstat(f); return True
    except OSError: return False
def inherited():
    extra = [f for f in range(3, 200) if is_open(f)]
    if not extra: raise OSError('none')
def big(): 
    with open(out + '/big', 'wb') as f: f.truncate(300 << 20)
def sparse_write():
    fd = os.open(out + '/big2', os.O_CREAT | os.O_WRONLY); os.pwrite(fd, b'x', 300 << 20)
def exec_written():
    with open(out + '/prog', 'wb') as f: f.write(open('/usr/bin/true', 'rb').read())
    os.execv(out + '/prog', ['prog'])
def threads():
    ts = [threading.Thread(target=e.wait) for e in [threading.Event()] for _ in range(6000)]
    threading.stack_size(64 << 10)
    e = threading.Event(); n = 0
    try:
        for _ in range(6000): threading.Thread(target=e.wait, daemon=True).start(); n += 1
    finally: e.set(); print('   threads started:', n)
class Flock(ctypes.Structure): _fields_ = [('t', ctypes.c_short)]
tests = {
 'write in the output folder': lambda: open(out + '/ok', 'w').write('x'),
 'rename in the output folder': lambda: os.rename(out + '/ok', out + '/ok2'),
 'signal itself': lambda: (signal.signal(signal.SIGUSR1, signal.SIG_IGN), os.kill(os.getpid(), signal.SIGUSR1)),
 'write in the source folder': lambda: open(src + '/x', 'w'),
 'append to a source': lambda: open(src + '/r', 'a'),
 'truncate a source by reading': lambda: raw_open(src + '/r', os.O_RDONLY | os.O_TRUNC),
 'write in /tmp': lambda: open('/tmp/outside.txt', 'w'),
 'write in /dev/shm': lambda: open('/dev/shm/outside.txt', 'w'),
 'write to /dev/null': lambda: open('/dev/null', 'w'),
 'O_TMPFILE elsewhere': lambda: os.open('/tmp', os.O_TMPFILE | os.O_RDWR),
 'overwrite the toolchain': lambda: open(lean + '/lib/lean/Init.olean', 'r+'),
 'truncate a module': lambda: os.truncate(lean + '/lib/lean/Init.olean', 0),
 'rename a module': lambda: os.rename(lean + '/lib/lean/Init.olean', out + '/n'),
 'remove a source': lambda: os.unlink(src + '/r'),
 'move the output folder': lambda: os.rename(out, out + '2'),
 'link a module into out': lambda: os.link(lean + '/lib/lean/Init.olean', out + '/n'),
 'hard link in out': lambda: os.link(out + '/ok2', out + '/n'),
 'symlink in out': lambda: os.symlink('/etc/passwd', out + '/s'),
 'fifo in out': lambda: os.mkfifo(out + '/f'),
 'device in out': lambda: os.mknod(out + '/d', 0o600 | 0o20000, os.makedev(1, 3)),
 'socket in out': lambda: os.mknod(out + '/sock', 0o600 | 0o140000),
 'folder in out': lambda: os.mkdir(out + '/dir'),
 'chmod the toolchain': lambda: os.chmod(lean + '/bin/lean', 0o755),
 'chmod in out': lambda: os.chmod(out + '/ok2', 0o4755),
 'chown': lambda: os.chown(out + '/ok2', 0, 0),
 'utime the toolchain': lambda: os.utime(lean + '/bin/lean'),
 'xattr': lambda: os.setxattr(out + '/ok2', 'user.x', b'1'),
 'file flags (chattr)': lambda: fcntl.ioctl(open(out + '/ok2'), 0x40086602, struct.pack('l', 0)),
 'read a neighbour': lambda: open(secret).read(),
 'read /etc/passwd': lambda: open('/etc/passwd').read(),
 'read /proc/1/environ': lambda: open('/proc/1/environ').read(),
 'read the victim\'s environ': lambda: open(f'/proc/{victim}/environ').read(),
 'the victim\'s files': lambda: os.readlink(f'/proc/{victim}/exe'),
 'read /proc/self/maps': lambda: open('/proc/self/maps').read(),
 'write /proc/self/oom_score_adj': lambda: open('/proc/self/oom_score_adj', 'w').write('-1000'),
 'list /root': lambda: os.listdir('/root'),
 'list /': lambda: os.listdir('/'),
 'TCP': lambda: socket.socket(),
 'UDP': lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
 'Unix socket': lambda: socket.socket(socket.AF_UNIX),
 'socketpair': lambda: socket.socketpair(),
 'netlink': lambda: socket.socket(socket.AF_NETLINK),
 'vsock': lambda: socket.socket(socket.AF_VSOCK),
 'fork': os.fork,
 'raw clone': lambda: sc(56, 17, 0, 0, 0, 0),
 'vfork': lambda: sc(58),
 'clone3': lambda: sc(435, ctypes.create_string_buffer(struct.pack('11Q', *[0] * 4, 17, *[0] * 6)), 64),
 'spawn': lambda: subprocess.run(['/usr/bin/true']),
 'exec a program not allowed': lambda: os.execv('/usr/sbin/nologin', ['id']),
 'exec what it wrote': exec_written,
 'exec from memory': memfd_exec,
 'ld.so on what it wrote': lambda: (_ for _ in ()).throw(OSError('not tried: the loader maps it, still confined')),
 'signal the parent': lambda: os.kill(parent, 0),
 'signal the victim': lambda: os.kill(victim, 0),
 'signal the group': lambda: os.kill(0, 0),
 'signal all': lambda: os.kill(-1, 0),
 'tgkill the victim': lambda: sc(234, victim, victim, 0),
 'tkill the victim': lambda: sc(200, victim, 0),
 'sigqueue the victim': lambda: sc(129, victim, 0, ctypes.create_string_buffer(128)),
 'pidfd of the victim': lambda: sc(434, victim, 0),
 'SIGIO to the victim': lambda: fcntl.fcntl(0, fcntl.F_SETOWN, victim),
 'F_SETSIG': lambda: fcntl.fcntl(0, fcntl.F_SETSIG, 9),
 'ptrace the victim': lambda: sc(101, 16, victim, 0, 0),
 'read the victim\'s memory': lambda: sc(310, victim, 0, 0, 0, 0, 0),
 'process_madvise': lambda: sc(440, 0, 0, 0, 0, 0),
 'priority of the victim': lambda: os.setpriority(os.PRIO_PROCESS, victim, 5),
 'own priority': lambda: os.nice(-1),
 'own processors': lambda: os.sched_setaffinity(0, {0, 1}),
 'scheduler': lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)),
 'limits of the victim': lambda: resource.prlimit(victim, resource.RLIMIT_CPU, (1, 1)),
 'raise the limit': lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 10**6)),
 'outlive the parent': lambda: sc(157, 1, 0, 0, 0, 0),
 'be dumpable for others (PR_SET_PTRACER)': lambda: sc(157, 0x59616d61, -1, 0, 0, 0),
 'subreaper': lambda: sc(157, 36, 1, 0, 0, 0),
 'PR_SET_MM': lambda: sc(157, 35, 1, 0, 0, 0),
 'type into the terminal': lambda: fcntl.ioctl(0, termios.TIOCSTI, b'x'),
 'TIOCLINUX': lambda: fcntl.ioctl(0, 0x541c, b'\3'),
 'TIOCSTI, upper half set': lambda: sc(16, 0, 0x5412 | 1 << 40, b'x'),
 'a new session': os.setsid,
 'process group': lambda: os.setpgid(0, 0),
 'user namespace': lambda: sc(272, 0x10000000),
 'thread with namespace': lambda: sc(56, 0x10000000 | 17, 0, 0, 0, 0),
 'mount': lambda: sc(165, b'none', b'/mnt', b'tmpfs', 0, 0),
 'fsopen': lambda: sc(430, b'tmpfs', 0),
 'open_tree_attr': lambda: sc(467, -100, b'/', 0, 0, 0),
 'chroot': lambda: os.chroot(out),
 'io_uring': lambda: sc(425, 1, ctypes.create_string_buffer(120)),
 'bpf': lambda: sc(321, 0, 0, 0),
 'perf': lambda: sc(298, ctypes.create_string_buffer(128), 0, -1, -1, 0),
 'userfaultfd': lambda: sc(323, 1),
 'keyring': lambda: sc(250, 0, -3, 1),
 'shared memory': lambda: sc(29, 0, 4096, 0o1600),
 'message queue': lambda: sc(68, 0, 0o1600),
 'semaphores': lambda: sc(64, 0, 1, 0o1600),
 'inotify': lambda: sc(294, 0),
 'fanotify': lambda: sc(300, 0, 0),
 'modify_ldt': lambda: sc(154, 0, 0, 0),
 'personality': lambda: sc(135, 0x0400000),
 'set the clock': lambda: sc(227, 0, (ctypes.c_long * 2)(1, 1)),
 'openat2': lambda: sc(437, -100, out.encode() + b'/ok2', ctypes.create_string_buffer(24), 24),
 'a call of tomorrow': lambda: sc(500),
 'inherited descriptors': inherited,
 '300 MB file': big,
 'a byte at 300 MB': sparse_write,
 '6000 threads': threads,
}
allowed = ({'6000 threads'} if os.getuid() == 0 else set()) | {   # the kernel exempts root from RLIMIT_NPROC
  'write in the output folder', 'rename in the output folder', 'signal itself'}
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
wrong = 0
for name, f in tests.items():
    try:
        f(); state = 'ALLOWED'
    except BaseException as e:
        state = 'refused'; why = f'{type(e).__name__} {e}'
    ok = (state == 'ALLOWED') == (name in allowed)
    wrong += not ok
    print('ok   ' if ok else 'WRONG', state, name, '' if state == 'ALLOWED' else ':: ' + why, flush=True)
print(len(tests), 'attempts,', wrong, 'wrong')
sys.exit(1 if wrong else 0)
