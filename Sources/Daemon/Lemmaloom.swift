@main struct Lemmaloom { static func main() {} }
