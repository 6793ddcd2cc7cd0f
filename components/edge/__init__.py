"""What stands between the internet and the cluster: names, certificates, load balancer, CDN and firewall."""
