/// The settings that the server starts with, written anew before every start.
///
/// They sit in a file that `postgresql.conf` includes last, so a checkout that was moved, or a newer parklog, gets its
/// own values while what `initdb` chose for the machine stays.
struct ServerSettings {
    static let fileName = "parklog.conf"

    let socketFolder: String

    var text: String {
        """
        # Written by parklog before every start of the server; changes made here are lost.
        listen_addresses = ''
        port = \(SocketFolder.port)
        unix_socket_directories = '\(socketFolder)'
        unix_socket_permissions = 0700

        # What is acknowledged is on the disk.
        fsync = on
        synchronous_commit = on
        full_page_writes = on

        max_connections = 100
        shared_buffers = 256MB
        min_wal_size = 256MB
        max_wal_size = 4GB
        checkpoint_timeout = 15min

        # A file a weekday, emptied when its day comes again.
        logging_collector = on
        log_directory = '../log'
        log_filename = 'server.%a.log'
        log_file_mode = 0600
        log_rotation_age = 1d
        log_rotation_size = 0
        log_truncate_on_rotation = on
        log_destination = 'stderr'
        log_line_prefix = '%m [%p] '
        log_timezone = 'UTC'
        timezone = 'UTC'
        lc_messages = 'C'

        """
    }
}
